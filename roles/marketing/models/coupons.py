"""Coupons: what a code is worth, to whom and until when; and the proof that the sums are right."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roles.marketing.models.campaigns import Campaign
from roles.marketing.querysets import CouponQuerySet

in_capitals = RegexValidator(
    r"^[A-Z0-9][A-Z0-9_-]{2,39}$", _("3 to 40 capital letters, digits, “-” and “_”.")
)


class Coupon(models.Model):
    """A code a buyer types for a better price. Its money is in the shop's currency."""

    class Kind(models.TextChoices):
        PERCENT = "percent", _("Percent off")
        AMOUNT = "amount", _("Amount off")
        FREE_SHIPPING = "free_shipping", _("Free shipping")

    class Rounding(models.TextChoices):
        LINE = "line", _("On each line")
        ORDER = "order", _("Once, on the order")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="coupons")
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[in_capitals])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PERCENT)
    value = models.DecimalField(
        _("value"),
        max_digits=10,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("Percent, or an amount in the shop's currency. Free shipping has none."),
    )
    rounding = models.CharField(
        _("cents are rounded"),
        max_length=10,
        choices=Rounding,
        default=Rounding.LINE,
        help_text=_("As the shop front does it; half a cent goes up."),
    )
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    max_uses = models.PositiveIntegerField(_("uses in all"), null=True, blank=True)
    per_customer = models.PositiveIntegerField(_("uses per customer"), null=True, blank=True)
    max_discount = models.DecimalField(
        _("most per order"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    money_cap = models.DecimalField(
        _("most in all"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    min_order = models.DecimalField(
        _("goods worth at least"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    stacks = models.BooleanField(_("goes with other coupons"), default=False)
    on_everything = models.BooleanField(
        _("on everything"),
        default=False,
        help_text=_("If not, only on the campaign's products and categories."),
    )

    objects = CouponQuerySet.as_manager()

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        permissions = [("prove_coupon", "Can prove a coupon")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="coupon_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="free_shipping") | Q(value__gt=0), name="coupon_is_worth_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind="percent") | Q(value__lte=100), name="coupon_gives_at_most_all"
            ),
            models.CheckConstraint(
                condition=(Q(max_discount=None) | Q(max_discount__gt=0))
                & (Q(money_cap=None) | Q(money_cap__gt=0))
                & (Q(min_order=None) | Q(min_order__gte=0)),
                name="coupon_limits_are_positive",
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("marketing:coupon", args=[self.pk])


class CouponProof(models.Model):
    """One basket, tried with a coupon: what it should come to, and what the till made of it."""

    coupon = models.ForeignKey(Coupon, models.CASCADE, related_name="proofs")
    case = models.CharField(max_length=40)
    basket = models.CharField(max_length=200)
    order = models.ForeignKey(
        "orders.Order", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expected = models.DecimalField(max_digits=12, decimal_places=2)
    got = models.DecimalField(max_digits=12, decimal_places=2)
    is_right = models.BooleanField()
    proven_at = models.DateTimeField()

    class Meta:
        verbose_name = _("coupon proof")
        verbose_name_plural = _("coupon proofs")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_right=Q(expected=F("got"))), name="proof_compares_what_it_says"
            )
        ]

    def __str__(self):
        return f"{self.coupon}: {self.case}"
