"""A parcel's situations, each named once: desks list them, needs react, KPIs count."""

from django.db import models
from guardian.shortcuts import get_objects_for_user


class ParcelQuerySet(models.QuerySet):
    def open(self):
        """Still in the building."""
        return self.filter(status__in=[self.model.Status.TO_PICK, self.model.Status.PACKED])

    def late(self, *, now):
        """Still in the building, and the promise to ship has passed."""
        return self.open().filter(promised_for__lt=now)

    def on_the_way(self):
        return self.filter(status=self.model.Status.SHIPPED)

    def shipped_between(self, start, end):
        return self.filter(shipped_at__gte=start, shipped_at__lt=end)

    def visible_to(self, user):
        return get_objects_for_user(user, "logistics.view_parcel", klass=self)
