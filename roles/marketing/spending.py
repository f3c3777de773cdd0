"""What advertising cost: typed for a week, or brought by the platform's export."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Shop
from config.lib.refusals import Refusal
from roles.marketing.actions import hold
from roles.marketing.models import AdSpend, Campaign

Cells = dict[tuple[str, date], Decimal | None]  # by medium and day; None: nothing was typed


@transaction.atomic
def keep(campaign: Campaign, cells: Cells, *, by, at: datetime) -> int:
    """What was typed for some days. An emptied cell takes its row away. How many changed."""
    _is_open(campaign)
    known = {
        (row.medium, row.day): row
        for row in AdSpend.objects.typed().select_for_update().filter(campaign=campaign)
    }
    changed = 0
    currency = Shop.current().currency
    for (medium, day), amount in cells.items():
        row = known.get((medium, day))
        if amount is None and row:
            row.delete()
        elif amount is not None and (row is None or row.amount != amount):
            AdSpend.objects.update_or_create(
                campaign=campaign,
                medium=medium,
                day=day,
                source_key="",
                defaults={
                    "amount": amount,
                    "currency": currency,
                    "rate": 1,
                    "kept_at": at,
                    "kept_by": by,
                },
            )
        else:
            continue
        changed += 1
    return changed


def _is_open(campaign: Campaign) -> None:
    """What is settled is what was decided by: nobody adds to it any more."""
    if hold(campaign).status == Campaign.Status.SETTLED:
        raise Refusal(_("The figures of this campaign are final."))


@transaction.atomic
def assign(medium: str, source_key: str, campaign: Campaign, *, by, at: datetime) -> int:
    """A campaign on the ad platform is one of ours: all its days, and those still to come."""
    _is_open(campaign)
    rows = AdSpend.objects.imported().without_campaign()
    return rows.filter(medium=medium, source_key=source_key).update(campaign=campaign, kept_by=by)
