"""Orders in the set-up, to be looked at: what changes one is done at the desks, on record."""

from django.contrib import admin

from config.admin import LookInside, LookOnly
from orders.models import Address, Customer, Order, OrderLine, OrderMove, Payment, Refund, Review
from orders.models.refunds import RefundMove


class LineInline(LookInside):
    model = OrderLine
    fields = ["sku", "name", "quantity", "unit_price", "discount", "shipping_charged"]


class PaymentInline(LookInside):
    model = Payment
    fields = ["method", "amount", "installments", "paid_at"]


class AddressInline(LookInside):
    model = Address
    fields = ["purpose", "name", "street", "postcode", "city", "country"]


class OrderMoveInline(LookInside):
    model = OrderMove
    fields = ["came_from", "became", "moved_at", "moved_by", "note"]


class RefundMoveInline(OrderMoveInline):
    model = RefundMove


class Searched(LookOnly):
    """A long list, searched by the words the database keeps ready."""

    search_fields = ["pk"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.found_by(search_term), False


@admin.register(Order)
class OrderAdmin(Searched):
    list_display = ["number", "channel", "status", "buyer_name", "total", "currency", "placed_at"]
    list_filter = ["status", "channel"]
    list_select_related = ["channel"]
    inlines = [LineInline, PaymentInline, AddressInline, OrderMoveInline]
    ordering = ["-placed_at", "-pk"]
    exclude = ["search"]


@admin.register(Customer)
class CustomerAdmin(Searched):
    list_display = ["name", "email", "channel", "external_id"]
    list_select_related = ["channel"]
    ordering = ["name", "pk"]
    exclude = ["search"]


@admin.register(Refund)
class RefundAdmin(LookOnly):
    list_display = ["__str__", "order", "status", "requested_at", "refunded_at"]
    list_filter = ["status"]
    list_select_related = ["order"]
    inlines = [RefundMoveInline]
    ordering = ["-pk"]


@admin.register(Review)
class ReviewAdmin(LookOnly):
    list_display = ["__str__", "order", "title", "reviewed_at"]
    list_filter = ["score"]
    list_select_related = ["order"]
    ordering = ["-pk"]
