from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.search import searchable
from orders.querysets import CustomerQuerySet


class Customer(models.Model):
    """A person who buys on a channel. The same person is one customer there, however often."""

    channel = models.ForeignKey("catalog.Channel", models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("created at"), null=True, blank=True)

    search = searchable("name", "email", "external_id")

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="customer_once_per_channel"
            )
        ]
        indexes = [
            GinIndex(fields=["search"], name="customer_search"),
            models.Index(fields=["name", "id"], name="customers_by_name"),
        ]

    def __str__(self):
        return self.name or self.email or self.external_id

    def get_absolute_url(self):
        return reverse("orders:customer", args=[self.pk])


class CustomerId(models.Model):
    """A second name a platform gives a customer, such as an id made anew for each order."""

    channel = models.ForeignKey("catalog.Channel", models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="other_ids")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="customer_alias_once_per_channel"
            )
        ]

    def __str__(self):
        return self.external_id
