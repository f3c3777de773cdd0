"""The situations of what was bought, each named once."""

from django.db import models
from guardian.shortcuts import get_objects_for_user

from config.lib.search import matching


class CustomerQuerySet(models.QuerySet):
    def found_by(self, words):
        """Customers whose name, e-mail or id begins with each of these words."""
        asked = matching(words)
        return self if asked is None else self.filter(search=asked)

    def visible_to(self, user):
        return get_objects_for_user(user, "orders.view_customer", klass=self)


class OrderQuerySet(models.QuerySet):
    """An order's situations: desks list them, needs react, KPIs count."""

    def not_cancelled(self):
        return self.exclude(status=self.model.Status.CANCELLED)

    def to_prepare(self):
        """Paid, and still in the building: a platform may say that somebody is at it already."""
        return self.filter(status__in=[self.model.Status.PAID, self.model.Status.IN_PREPARATION])

    def found_by(self, words):
        """Orders whose number, buyer or e-mail begins with each of these words."""
        asked = matching(words)
        return self if asked is None else self.filter(search=asked)

    def visible_to(self, user):
        return get_objects_for_user(user, "orders.view_order", klass=self)


class RefundQuerySet(models.QuerySet):
    def waiting(self):
        """Asked for, and neither paid back nor refused."""
        return self.filter(status=self.model.Status.REQUESTED)

    def visible_to(self, user):
        return get_objects_for_user(user, "orders.view_refund", klass=self)
