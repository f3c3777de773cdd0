from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.search import searchable
from config.lib.states import Movable, Move
from orders.querysets import OrderQuerySet


class Order(Movable):
    """What one buyer bought at once, on one channel, in the channel's money."""

    class Status(models.TextChoices):
        PLACED = "placed", _("Placed")
        PAID = "paid", _("Paid")
        IN_PREPARATION = "in_preparation", _("In preparation")
        SHIPPED = "shipped", _("Shipped")
        DELIVERED = "delivered", _("Delivered")
        CANCELLED = "cancelled", _("Cancelled")
        RETURNED = "returned", _("Returned")

    MOVES = {
        Status.PLACED: {Status.PAID, Status.CANCELLED},
        Status.PAID: {Status.IN_PREPARATION, Status.SHIPPED, Status.CANCELLED},
        Status.IN_PREPARATION: {Status.SHIPPED, Status.CANCELLED},
        Status.SHIPPED: {Status.DELIVERED, Status.RETURNED},
        Status.DELIVERED: {Status.RETURNED},
    }

    # A key that leads another index has none of its own: each would slow every import down.
    channel = models.ForeignKey("catalog.Channel", models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200)
    number = models.CharField(_("number"), max_length=200)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLACED)
    customer = models.ForeignKey(
        "orders.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        db_index=False,
    )
    customer_ref = models.CharField(max_length=200, blank=True)
    buyer_name = models.CharField(_("buyer"), max_length=200, blank=True)
    buyer_email = models.CharField(_("e-mail"), max_length=254, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        help_text=_("What one unit was worth in the shop's currency. Empty: not known."),
    )
    shipping_charged = models.DecimalField(
        _("shipping"), max_digits=12, decimal_places=2, default=0
    )
    discount = models.DecimalField(_("discount"), max_digits=12, decimal_places=2, default=0)
    tax = models.DecimalField(_("tax"), max_digits=12, decimal_places=2, null=True, blank=True)
    total = models.DecimalField(_("total"), max_digits=12, decimal_places=2, null=True, blank=True)
    # PostgreSQL keeps these two itself, whoever writes lines (migration 0005): nobody sets them.
    # The revenue is the sum of the lines'; unknown where no line was sent.
    revenue = models.DecimalField(
        _("revenue"), max_digits=24, decimal_places=4, null=True, editable=False
    )
    # What the order comes to: its total, or its lines where no total was sent.
    amount = models.GeneratedField(
        verbose_name=_("amount"),
        expression=Coalesce(
            "total", F("revenue") + F("shipping_charged") - F("discount"), "shipping_charged"
        ),
        output_field=models.DecimalField(max_digits=24, decimal_places=2),
        db_persist=True,
    )
    visit_ref = models.CharField(max_length=200, blank=True)
    coupon_code = models.CharField(
        _("coupon"),
        max_length=100,
        blank=True,
        db_default="",
        default="",
        help_text=_("In capitals, as campaigns name theirs."),
    )
    placed_at = models.DateTimeField(_("placed at"))
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("shipped at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    ship_by = models.DateTimeField(_("to be shipped by"), null=True, blank=True)
    promised_date = models.DateField(_("promised for"), null=True, blank=True)

    search = searchable("number", "buyer_name", "buyer_email")

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="order_once_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(shipping_charged__gte=0), name="order_shipping_not_negative"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="order_rate_is_positive"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="order_search"),
            models.Index(fields=["-placed_at", "-id"], name="orders_by_age"),
            models.Index(fields=["amount", "id"], name="orders_by_amount"),
            models.Index(fields=["status", "-placed_at", "-id"], name="orders_by_status_and_age"),
            models.Index(fields=["channel", "placed_at"], name="orders_by_channel_and_age"),
            models.Index(fields=["customer", "placed_at"], name="orders_by_customer"),
            models.Index(
                fields=["channel", "visit_ref"], condition=~Q(visit_ref=""), name="orders_by_visit"
            ),
            models.Index(
                fields=["coupon_code", "placed_at"],
                condition=~Q(coupon_code=""),
                name="orders_by_coupon",
            ),
            models.Index(
                fields=["paid_at"],
                condition=Q(status__in=["paid", "in_preparation"]),
                name="orders_to_prepare",
            ),
            models.Index(
                fields=["channel", "customer_ref"],
                condition=Q(customer=None) & ~Q(customer_ref=""),
                name="orders_awaiting_customer",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("orders:order", args=[self.pk])

    # Moves

    def pay(self, *, by, at):
        self._become(self.Status.PAID, by=by, at=at, paid_at=at)

    def prepare(self, *, by, at):
        self._become(self.Status.IN_PREPARATION, by=by, at=at)

    def ship(self, *, by, at):
        """Everything the buyer paid for has left the building."""
        self._become(self.Status.SHIPPED, by=by, at=at, shipped_at=at)

    def deliver(self, *, by, at):
        self._become(self.Status.DELIVERED, by=by, at=at, delivered_at=at)

    def cancel(self, *, by, at, note=""):
        self._become(self.Status.CANCELLED, by=by, at=at, note=note, cancelled_at=at)

    def take_back(self, *, by, at, note=""):
        """The buyer sent everything back."""
        self._become(self.Status.RETURNED, by=by, at=at, note=note)


class OrderMove(Move):
    subject = models.ForeignKey(Order, models.CASCADE, related_name="moves")


class Address(models.Model):
    """Where an order goes, or where its invoice goes."""

    class Purpose(models.TextChoices):
        SHIPPING = "shipping", _("Shipping")
        BILLING = "billing", _("Billing")

    order = models.ForeignKey(Order, models.CASCADE, related_name="addresses", db_index=False)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=Purpose, default=Purpose.SHIPPING
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    street = models.CharField(_("street"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(fields=["order", "purpose"], name="one_address_per_purpose")
        ]

    def __str__(self):
        return ", ".join(
            filter(None, [self.name, self.street, f"{self.postcode} {self.city}".strip()])
        )


class OrderLine(models.Model):
    """One line of an order: so many of one variant, at one price."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    external_id = models.CharField(max_length=200)
    variant = models.ForeignKey(
        "catalog.Variant", models.PROTECT, null=True, blank=True, related_name="+"
    )
    product_ref = models.CharField(max_length=200, blank=True)
    sku = models.CharField(_("SKU"), max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=4)
    unit_cost = models.DecimalField(
        _("unit cost"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("In the order's currency. Empty: not known, which is not zero."),
    )
    discount = models.DecimalField(_("discount"), max_digits=12, decimal_places=2, default=0)
    shipping_charged = models.DecimalField(
        _("shipping"), max_digits=12, decimal_places=2, default=0
    )

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="line_once_per_order"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_has_a_quantity"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="line_price_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["product_ref"], condition=Q(variant=None), name="lines_awaiting_variant"
            ),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.name or self.sku or self.product_ref}"

    @property
    def amount(self):
        return self.quantity * self.unit_price


class Payment(models.Model):
    """Money that came in for an order."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="payments", db_index=False)
    external_id = models.CharField(max_length=200)
    method = models.CharField(_("method"), max_length=50, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    installments = models.PositiveSmallIntegerField(_("instalments"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="payment_once_per_order"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_not_negative"),
        ]

    def __str__(self):
        return f"{self.method} {self.amount}"
