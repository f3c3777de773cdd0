"""A parcel's situations, each named once: desks list them, needs react, KPIs count."""

from django.db import models
from guardian.shortcuts import get_objects_for_user

from orders.models import Order

LEFT = (Order.Status.SHIPPED, Order.Status.DELIVERED, Order.Status.RETURNED)


class ParcelQuerySet(models.QuerySet):
    def open(self):
        """Still in the building."""
        return self.filter(status__in=self.model.OPEN)

    def late(self, *, now):
        """Still in the building, and the promise to ship has passed."""
        return self.open().filter(promised_for__lt=now)

    def to_pick(self):
        return self.filter(status=self.model.Status.TO_PICK)

    def packed(self):
        """Closed and labelled, waiting for the courier."""
        return self.filter(status=self.model.Status.PACKED)

    def to_take_apart(self):
        """Still in the building, though the order was cancelled."""
        return self.open().filter(order__status=Order.Status.CANCELLED)

    def left_by_another_door(self):
        """Open here, though the platform says that its order has left."""
        return self.open().filter(order__status__in=LEFT)

    def scanned(self, code):
        """The parcels of exactly this order number or tracking code, with or without its “#”."""
        bare = code.strip().lstrip("#")
        if not any(sign.isalnum() for sign in bare):
            return self.none()
        orders = Order.objects.found_by(bare).filter(number__in=[bare, f"#{bare}"])
        by_number = self.model.objects.filter(order__in=orders).values("pk")
        by_label = self._labelled().filter(tracking_code=bare).values("pk")
        return self.filter(pk__in=by_number.union(by_label))

    def found_by(self, words):
        """Parcels whose order, buyer or tracking code begins with what was typed."""
        orders = Order.objects.found_by(words)
        by_order = self.model.objects.filter(order__in=orders).values("pk")
        by_label = self._labelled().filter(tracking_code__startswith=words.strip()).values("pk")
        return self.filter(pk__in=by_order.union(by_label))

    def _labelled(self):
        """As the index of tracking codes says it, or PostgreSQL would not use it."""
        return self.model.objects.exclude(tracking_code="")

    def by_urgency(self):
        """What must leave first, first; what was promised nothing, last."""
        return self.order_by(models.F("promised_for").asc(nulls_last=True), "pk")

    def visible_to(self, user):
        return get_objects_for_user(user, "logistics.view_parcel", klass=self)


class StockCountQuerySet(models.QuerySet):
    def latest_per_variant(self):
        """What was on the shelf when each variant was last counted."""
        return self.order_by("variant", "-counted_at", "-pk").distinct("variant")
