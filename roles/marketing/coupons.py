"""What marketing does with coupons: codes nobody mistypes, terms proven before they sell."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal
from roles.marketing import actions
from roles.marketing.models import Campaign, Coupon

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0 and 1: they are misread
LENGTH = 8
TRIES = 10
TERMS = (
    "kind",
    "value",
    "rounding",
    "valid_from",
    "valid_until",
    "max_uses",
    "per_customer",
    "max_discount",
    "money_cap",
    "min_order",
    "stacks",
    "on_everything",
)


class Taken(Refusal):
    """Somebody has this code already."""


def make_code() -> str:
    """A code nobody can guess, of signs nobody takes for another."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def add(campaign: Campaign, terms: dict[str, Any], *, code: str = "", by, at: datetime) -> Coupon:
    """A coupon with the code that was typed, or one made for it."""
    for _try in range(1 if code else TRIES):
        try:
            return _add(campaign, terms, code or make_code())
        except IntegrityError as error:
            if "code" not in str(error):
                raise
    raise Taken(_("There is a coupon of this code already."))


@transaction.atomic
def _add(campaign, terms, code):
    held = actions.hold(campaign)
    if held.is_over():
        raise Refusal(_("This campaign is over."))
    return Coupon.objects.create(campaign=held, code=code, **terms)


@transaction.atomic
def change(coupon: Coupon, terms: dict[str, Any], *, by, at: datetime) -> None:
    """Other terms: what was proven of the old ones says nothing of them."""
    held = (
        Coupon.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=coupon.pk)
    )
    if held.campaign.is_over():
        raise Refusal(_("This campaign is over."))
    if all(getattr(held, name) == terms[name] for name in TERMS):
        return
    for name in TERMS:
        setattr(held, name, terms[name])
    held.save(update_fields=TERMS)
    held.proofs.all().delete()
