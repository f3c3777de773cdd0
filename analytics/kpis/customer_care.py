"""What customer care steers by: what buyers say, and who waits for their money."""

from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, CountOf, Facts, per_day, standing, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from catalog.models import Channel
from orders.models import Refund, Review
from roles.team.models import Role

REVIEWS = Facts(Review.objects.all, at="reviewed_at", of="order__")
COUNTRY = {Dimension.COUNTRY: "order__country"}
LOW = 2


def review_score(span):
    """Stars from 1 to 5, on average over the reviews written on the day."""
    return per_day(REVIEWS, span, numerator=F("score"), denominator=ONE, by=COUNTRY)


def low_review_share(span):
    """Reviews with one or two stars of five, among those written on the day."""
    is_low = where(Q(score__lte=LOW))
    return per_day(REVIEWS, span, numerator=is_low, denominator=ONE, by=COUNTRY)


def refunds_waiting(day, now):
    """Refunds asked for and neither paid back nor refused, as it stood at closing."""
    waiting = Refund.objects.waiting().filter(channel=OuterRef("pk"))
    return standing(Channel.objects.active(), day, numerator=CountOf(waiting), channel="pk")


KPIS = (
    Kpi(
        key="care.review_score",
        title=_("Review score"),
        owner=Role.CUSTOMER_CARE,
        kind=Kind.FLOW,
        unit=Unit.SCORE,
        better=Direction.UP,
        measure=review_score,
        rows=REVIEWS,
        dimensions=(Dimension.CHANNEL, Dimension.COUNTRY),
        sources=(Source.REVIEWS,),
    ),
    Kpi(
        key="care.low_review_share",
        title=_("Bad reviews"),
        owner=Role.CUSTOMER_CARE,
        kind=Kind.FLOW,
        unit=Unit.PERCENT,
        better=Direction.DOWN,
        measure=low_review_share,
        rows=REVIEWS,
        dimensions=(Dimension.CHANNEL, Dimension.COUNTRY),
        sources=(Source.REVIEWS,),
    ),
    Kpi(
        key="care.refunds_waiting",
        title=_("Refunds waiting"),
        owner=Role.CUSTOMER_CARE,
        kind=Kind.LEVEL,
        unit=Unit.COUNT,
        better=Direction.DOWN,
        measure=refunds_waiting,
        sources=(Source.REFUNDS,),
        is_ratio=False,
    ),
)
