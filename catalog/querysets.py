"""The situations of what we sell, each named once."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from guardian.shortcuts import get_objects_for_user

from config.lib.search import matching

FEW = 500  # products a list of numbers finds faster than a question


class ChannelQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def hosts(self):
        """Every host a page of ours lives on."""
        return frozenset(host for hosts in self.values_list("hosts", flat=True) for host in hosts)


class MarketQuerySet(models.QuerySet):
    def languages(self):
        """The languages in which every product must be told: our markets', or, until one was
        named, the shop's own."""
        spoken = set(self.filter(is_active=True).values_list("language", flat=True))
        return sorted(spoken) or [apps.get_model("catalog", "Shop").current().language]


class ExchangeRateQuerySet(models.QuerySet):
    def on(self, day):
        """The newest rate of each currency on a day."""
        return (
            self.filter(valid_from__lte=day)
            .order_by("currency", "-valid_from")
            .distinct("currency")
        )


class ProductQuerySet(models.QuerySet):
    """A product's situations: desks list them, needs react, KPIs count."""

    def active(self):
        return self.filter(status=self.model.Status.ACTIVE)

    def lacking_text(self, *, languages):
        """On sale, and not yet told in each of these languages."""
        texts = self._related("texts").filter(product=OuterRef("pk"))
        lacking = models.Q()
        for language in languages:
            lacking |= ~Exists(texts.filter(language=language))
        return self.active().filter(lacking) if lacking else self.none()

    def with_full_text(self, *, languages):
        """On sale, and told in each of these languages."""
        texts = self._related("texts").filter(product=OuterRef("pk"))
        told = [Exists(texts.filter(language=language)) for language in languages]
        return self.active().filter(*told)

    def lacking_image(self):
        """On sale, and not to be seen."""
        images = self._related("images").filter(product=OuterRef("pk"))
        return self.active().filter(~Exists(images))

    def found_by(self, words):
        """Products whose name, brand, SKU or GTIN begins with each of these words.

        The products of a few variants are named one by one: then PostgreSQL may read either the
        words' index or the list's own order.
        """
        asked = matching(words)
        if asked is None:
            return self
        variants = self._related("variants").filter(search=asked).values_list("product", flat=True)
        named = set(variants[: FEW + 1])
        of_variants = named if len(named) <= FEW else variants
        return self.filter(models.Q(search=asked) | models.Q(pk__in=of_variants))

    def visible_to(self, user):
        return get_objects_for_user(user, "catalog.view_product", klass=self)

    def _related(self, name):
        return self.model._meta.get_field(name).related_model.objects
