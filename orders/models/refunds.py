from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.states import Movable, Move
from config.templatetags.regia import money
from orders.querysets import RefundQuerySet


class Refund(Movable):
    """Money that goes back to a buyer, for a line, an order or a credit note of its own."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        PAID = "paid", _("Paid back")
        REFUSED = "refused", _("Refused")

    MOVES = {Status.REQUESTED: {Status.PAID, Status.REFUSED}}

    channel = models.ForeignKey("catalog.Channel", models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200)
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    line = models.ForeignKey(
        "orders.OrderLine", models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    variant = models.ForeignKey(
        "catalog.Variant", models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.REQUESTED)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    refunded_at = models.DateTimeField(_("paid back at"), null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        permissions = [("pay_refund", "Can pay or refuse a refund")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="refund_once_per_channel"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="refund_not_negative"),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(refunded_at__isnull=False),
                name="paid_refund_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], condition=Q(status="requested"), name="refunds_waiting"
            ),
            models.Index(fields=["channel", "refunded_at"], name="refunds_by_channel_and_age"),
        ]

    def __str__(self):
        return money(self.amount, self.currency)

    def get_absolute_url(self):
        return reverse("customer_care:refund", args=[self.pk])

    # Moves

    def pay(self, *, by, at, note=""):
        self._become(self.Status.PAID, by=by, at=at, note=note, refunded_at=at)

    def refuse(self, *, by, at, note):
        self._become(self.Status.REFUSED, by=by, at=at, note=note)


class RefundMove(Move):
    subject = models.ForeignKey(Refund, models.CASCADE, related_name="moves")
