"""The shop itself, and where it sells."""

import re
from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.querysets import ChannelQuerySet, ExchangeRateQuerySet, MarketQuerySet
from config.lib.clock import WorkingCalendar, is_time_zone


def monday_to_friday():
    return [0, 1, 2, 3, 4]


def known_time_zone(name):
    if not is_time_zone(name):
        raise ValidationError(_("“%(name)s” is no time zone."), params={"name": name})


def known_weekdays(days):
    if not set(days) <= set(range(7)):
        raise ValidationError(_("Weekdays run from 0 (Monday) to 6 (Sunday)."))


def known_host(name):
    if not re.fullmatch(
        r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", name
    ):
        raise ValidationError(
            _("Write the host alone and in small letters, such as www.example.com.")
        )


class Shop(models.Model):
    """The one shop this house serves: its name, money, hours and zone."""

    ONLY = 1

    name = models.CharField(_("name"), max_length=100, default="Regia")
    country = models.CharField(_("country"), max_length=2, default="IT")
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="it"
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Rome", validators=[known_time_zone]
    )
    working_days = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("working days"),
        default=monday_to_friday,
        validators=[known_weekdays],
        help_text=_("0 is Monday, 6 is Sunday."),
    )
    opens_at = models.TimeField(_("opens at"), default=time(9))
    closes_at = models.TimeField(_("closes at"), default=time(18))
    closures = ArrayField(
        models.DateField(),
        verbose_name=_("closures"),
        default=list,
        blank=True,
        help_text=_("Days off besides the public holidays of the country."),
    )
    night_at = models.TimeField(
        _("night at"), default=time(2), help_text=_("When the figures are computed, shop time.")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shop")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_shop"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="shop_closes_after_opening",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls) -> "Shop":
        """The shop's row; a shop nobody has set up yet has the defaults."""
        return cls.objects.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY)

    def calendar(self) -> WorkingCalendar:
        """The hours in which the shop works: weekdays, public holidays and closures counted."""
        return WorkingCalendar(
            zone=self.time_zone,
            hours={day: [(self.opens_at, self.closes_at)] for day in self.working_days},
            country=self.country,
            days_off=frozenset(self.closures),
        )


class Channel(models.Model):
    """One place where the shop sells: its own front, a marketplace, a comparison engine …"""

    class Kind(models.TextChoices):
        OWN_SHOP = "own_shop", _("Own shop")
        MARKETPLACE = "marketplace", _("Marketplace")
        COMPARISON = "comparison", _("Comparison engine")
        SOCIAL = "social", _("Social")

    class Platform(models.TextChoices):
        SHOPIFY = "shopify", "Shopify"
        WOOCOMMERCE = "woocommerce", "WooCommerce"
        PRESTASHOP = "prestashop", "PrestaShop"
        AMAZON = "amazon", "Amazon"
        EBAY = "ebay", "eBay"
        OTHER = "other", _("Other")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OWN_SHOP)
    platform = models.CharField(
        _("platform"), max_length=20, choices=Platform, default=Platform.OTHER
    )
    currency = models.CharField(_("currency"), max_length=3)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[known_time_zone])
    handling_days = models.PositiveSmallIntegerField(
        _("handling days"),
        default=1,
        help_text=_("Working days from payment to the courier: the promise to the buyer."),
    )
    news_due_hours = models.PositiveSmallIntegerField(
        _("news due every (hours)"),
        null=True,
        blank=True,
        help_text=_(
            "Beyond this without an import its figures are shown as late. Empty: no check."
        ),
    )
    hosts = ArrayField(
        models.CharField(max_length=253, validators=[known_host]),
        verbose_name=_("hosts"),
        default=list,
        blank=True,
        help_text=_(
            "Where its pages live, such as www.example.com, with commas between. "
            "Site checks ask no other host."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self):
        return self.name


class Market(models.Model):
    """A country we sell to: its language and its VAT."""

    country = models.CharField(_("country"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=2)
    vat_percent = models.DecimalField(
        _("VAT %"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = MarketQuerySet.as_manager()

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")

    def __str__(self):
        return self.name


class ExchangeRate(models.Model):
    """How much of the shop's currency one unit of another is worth, from a day on."""

    currency = models.CharField(_("currency"), max_length=3)
    valid_from = models.DateField(_("valid from"))
    rate = models.DecimalField(
        _("rate"), max_digits=18, decimal_places=8, validators=[MinValueValidator(0)]
    )

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="one_rate_per_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_is_positive"),
        ]

    def __str__(self):
        return f"{self.currency} {self.rate} ({self.valid_from})"
