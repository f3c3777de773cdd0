"""What the webmaster steers by: whether the shop's pages answer, and how soon it is mended."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, Amounts, Facts, Seconds, per_day
from analytics.kpi import Direction, Kind, Kpi, Source, Unit
from roles.team.models import Role
from roles.webmaster.models import Defect

MENDED = Facts(lambda: Defect.objects.exclude(fixed_at=None), at="fixed_at", of=None)
ANSWERS = """
SELECT date AS on_day, NULL::bigint AS on_channel, '' AS in_currency,
    sum(passed)::numeric AS top, sum(asked)::numeric AS bottom,
    sum(passed)::numeric AS top_in_shop, sum(asked)::numeric AS bottom_in_shop
FROM webmaster_checkday WHERE date >= %s AND date < %s AND asked > 0 GROUP BY 1
"""


def uptime(span):
    """Right answers among all answers of the addresses that are checked, over the day."""
    return Amounts(((ANSWERS, (span.first, span.end)),))


def hours_to_fix(span):
    """Hours from the report of a defect until it was fixed, on average over those fixed on the
    day."""
    took = Seconds(F("fixed_at"), F("reported_at")) / 3600
    return per_day(MENDED, span, numerator=took, denominator=ONE)


def _site(key, title, measure, **how):
    return Kpi(
        key=f"site.{key}",
        title=title,
        owner=Role.WEBMASTER,
        kind=Kind.FLOW,
        measure=measure,
        dimensions=(),
        sources=(Source.TEAM,),
        **how,
    )


KPIS = (
    _site("uptime", _("Pages that answer"), uptime, unit=Unit.PERCENT, better=Direction.UP),
    _site(
        "hours_to_fix",
        _("From reported to fixed"),
        hours_to_fix,
        unit=Unit.HOURS,
        better=Direction.DOWN,
    ),
)
