"""What was bought, paid, given back and said of it."""

from orders.models.customers import Customer, CustomerId
from orders.models.orders import Address, Order, OrderLine, OrderMove, Payment
from orders.models.refunds import Refund, RefundMove
from orders.models.reviews import Review

__all__ = [
    "Address",
    "Customer",
    "CustomerId",
    "Order",
    "OrderLine",
    "OrderMove",
    "Payment",
    "Refund",
    "RefundMove",
    "Review",
]
