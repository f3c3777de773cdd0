from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.states import Movable, Move
from logistics.querysets import ParcelQuerySet, StockCountQuerySet


class Carrier(models.Model):
    """Who carries our parcels. `{code}` in the address stands for the tracking code."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    tracking_address = models.CharField(_("tracking address"), max_length=300, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")

    def __str__(self):
        return self.name


class Parcel(Movable):
    """One box for one order, from the shelf to the buyer's door."""

    class Status(models.TextChoices):
        TO_PICK = "to_pick", _("To pick")
        PACKED = "packed", _("Packed")
        SHIPPED = "shipped", _("Shipped")
        DELIVERED = "delivered", _("Delivered")
        LOST = "lost", _("Lost")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        Status.TO_PICK: {Status.PACKED, Status.CANCELLED},
        Status.PACKED: {Status.SHIPPED, Status.TO_PICK, Status.CANCELLED},
        Status.SHIPPED: {Status.DELIVERED, Status.LOST},
        Status.LOST: {Status.DELIVERED},
    }
    OPEN = (Status.TO_PICK, Status.PACKED)

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.TO_PICK)
    promised_for = models.DateTimeField(
        _("promised for"),
        null=True,
        blank=True,
        help_text=_("When it must have left the building."),
    )
    promised_date = models.DateField(
        _("promised to the buyer"),
        null=True,
        blank=True,
        help_text=_("The day on which it must arrive."),
    )
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carrier")
    )
    tracking_code = models.CharField(_("tracking code"), max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    packed_at = models.DateTimeField(_("packed at"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("shipped at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        permissions = [("ship_parcel", "Can pack and ship a parcel")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["shipped", "lost"]) | Q(shipped_at__isnull=False),
                name="shipped_parcel_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="delivered") | Q(delivered_at__isnull=False),
                name="delivered_parcel_has_a_date",
            ),
            models.UniqueConstraint(fields=["order", "external_id"], name="parcel_once_per_order"),
        ]
        indexes = [
            models.Index(
                fields=["promised_for", "id"],
                condition=Q(status__in=["to_pick", "packed"]),
                name="open_parcels_by_promise",
            ),
            models.Index(fields=["-shipped_at"], name="parcels_by_shipping"),
            models.Index(fields=["-delivered_at"], name="parcels_by_delivery"),
            models.Index(fields=["-opened_at", "-id"], name="parcels_by_age"),
            models.Index(
                fields=["tracking_code"],
                opclasses=["varchar_pattern_ops"],  # beginnings are searched, too
                condition=~Q(tracking_code=""),
                name="parcels_by_tracking_code",
            ),
        ]

    def __str__(self):
        return _("Parcel %(number)s") % {"number": self.pk}

    def get_absolute_url(self):
        return reverse("logistics:parcel", args=[self.pk])

    # Moves

    def pack(self, *, by, at):
        self._become(self.Status.PACKED, by=by, at=at, packed_at=at)

    def unpack(self, *, by, at):
        self._become(self.Status.TO_PICK, by=by, at=at, packed_at=None)

    def ship(self, *, carrier, tracking_code, by, at):
        self._become(
            self.Status.SHIPPED,
            by=by,
            at=at,
            carrier=carrier,
            tracking_code=tracking_code,
            shipped_at=at,
        )

    def deliver(self, *, by, at):
        self._become(self.Status.DELIVERED, by=by, at=at, delivered_at=at)

    def lose(self, *, by, at, note=""):
        self._become(self.Status.LOST, by=by, at=at, note=note)

    def cancel(self, *, by, at, note=""):
        """Its order was cancelled: the goods go back to the shelf."""
        self._become(self.Status.CANCELLED, by=by, at=at, note=note)

    # Questions

    def is_open(self):
        return self.status in self.OPEN

    def is_late(self, now):
        return self.is_open() and self.promised_for is not None and self.promised_for < now

    def tracking_url(self):
        if not (self.carrier and self.carrier.tracking_address and self.tracking_code):
            return ""
        return self.carrier.tracking_address.replace("{code}", self.tracking_code)


class ParcelMove(Move):
    subject = models.ForeignKey(Parcel, models.CASCADE, related_name="moves")


class StockCount(models.Model):
    """So many units of a variant were on the shelf at a moment. Counts are added, never changed."""

    variant = models.ForeignKey(
        "catalog.Variant", models.PROTECT, related_name="+", verbose_name=_("variant")
    )
    units = models.PositiveIntegerField(_("units"))
    counted_at = models.DateTimeField(_("counted at"))
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StockCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        permissions = [("count_stock", "Can count the stock")]
        indexes = [
            models.Index(fields=["variant", "-counted_at", "-id"], name="counts_by_variant"),
            models.Index(fields=["-counted_at", "-id"], name="counts_by_age"),
        ]

    def __str__(self):
        return f"{self.variant}: {self.units}"


class PackingCapacity(models.Model):
    """How many orders a day the warehouse says it can pack, from a moment on.

    Empty: it goes by what was packed lately.
    """

    orders_per_day = models.PositiveIntegerField(_("orders per day"), null=True, blank=True)
    set_at = models.DateTimeField(_("set at"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("packing capacity")
        verbose_name_plural = _("packing capacity")
        indexes = [models.Index(fields=["-set_at", "-id"], name="capacities_by_age")]

    def __str__(self):
        return str(self.orders_per_day)
