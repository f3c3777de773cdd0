"""What customer care steers by: what buyers say, how soon they are answered, who waits."""

from django.db.models import Count, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import (
    ONE,
    ZERO,
    CountOf,
    Facts,
    Seconds,
    per_day,
    standing,
    where,
)
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from catalog.models import Channel
from customer_care.models import Conversation
from orders.models import Order, Refund, Review
from roles.team.models import Role

REVIEWS = Facts(Review.objects.all, at="reviewed_at", of="order__")
ORDERS = Facts(Order.objects.not_cancelled, at="placed_at")
COUNTRY = {Dimension.COUNTRY: "order__country"}
LOW = 2


def conversations_by(moment):
    """Conversations on the day of one of their moments, those merged into others left out."""
    return Facts(
        lambda: Conversation.objects.exclude(status=Conversation.Status.MERGED), at=moment, of=None
    )


OPENED, ANSWERED = conversations_by("opened_at"), conversations_by("first_answered_at")
PROMISED, SOLVED = conversations_by("first_answer_due_at"), conversations_by("solved_at")


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


def conversations(span):
    """Conversations that customers began on the day."""
    return per_day(OPENED, span, numerator=Count("pk"))


def contact_rate(span):
    """Conversations begun on the day, divided by the day's orders that were not cancelled."""
    begun = per_day(OPENED, span, numerator=ONE, denominator=ZERO)
    orders = ORDERS.between(span)
    return begun + per_day(
        Facts(ORDERS.rows, at="placed_at", of=None),
        span,
        rows=orders,
        numerator=ZERO,
        denominator=ONE,
    )


def first_answer_hours(span):
    """Hours by the clock from a customer's first word to the first answer, on average over the
    conversations first answered on the day."""
    took = Seconds(F("first_answered_at"), F("opened_at")) / 3600
    return per_day(ANSWERED, span, numerator=took, denominator=ONE)


def first_answer_on_time(span):
    """Conversations first answered by the promised moment, among those whose promise ended on
    the day. One that nobody has answered is not on time."""
    kept = where(Q(first_answered_at__lte=F("first_answer_due_at")))
    return per_day(PROMISED, span, numerator=kept, denominator=ONE)


def solution_hours(span):
    """Hours by the clock from a customer's first word to the solution, waiting for the customer
    included, on average over the conversations solved on the day."""
    took = Seconds(F("solved_at"), F("opened_at")) / 3600
    return per_day(SOLVED, span, numerator=took, denominator=ONE)


def reopened(span):
    """Conversations that had to be opened again at least once, among those solved on the day."""
    again = where(Q(times_reopened__gt=0))
    return per_day(SOLVED, span, numerator=again, denominator=ONE)


def unanswered(day, now):
    """Conversations in which the customer waits for an answer, as it stood at closing."""
    return _open(day, Conversation.objects.unanswered())


def overdue(day, now):
    """Conversations in which a clock of the customer's has run out, as it stood at closing."""
    return _open(day, Conversation.objects.overdue(now=now))


def _open(day, rows):
    """How many of these there are: counted on the one row of the role that answers them."""
    every = Role.objects.filter(key=Role.CUSTOMER_CARE)
    return standing(every, day, numerator=CountOf(rows))


def _talk(key, title, measure, rows=None, **how):
    how = {"kind": Kind.FLOW, "better": Direction.DOWN, "sources": (Source.TEAM,)} | how
    return Kpi(
        key=f"care.{key}",
        title=title,
        owner=Role.CUSTOMER_CARE,
        measure=measure,
        rows=rows,
        dimensions=(),
        **how,
    )


KPIS = (
    _talk(
        "conversations",
        _("Conversations"),
        conversations,
        OPENED,
        unit=Unit.COUNT,
        is_ratio=False,
    ),
    _talk("contact_rate", _("Contacts per order"), contact_rate, OPENED, unit=Unit.PERCENT),
    _talk("first_answer_hours", _("First answer"), first_answer_hours, ANSWERED, unit=Unit.HOURS),
    _talk(
        "first_answer_on_time",
        _("First answers on time"),
        first_answer_on_time,
        PROMISED,
        unit=Unit.PERCENT,
        better=Direction.UP,
    ),
    _talk("solution_hours", _("Solution"), solution_hours, SOLVED, unit=Unit.HOURS),
    _talk("reopened", _("Opened again"), reopened, SOLVED, unit=Unit.PERCENT),
    _talk(
        "unanswered",
        _("Unanswered conversations"),
        unanswered,
        kind=Kind.LEVEL,
        unit=Unit.COUNT,
        is_ratio=False,
    ),
    _talk(
        "overdue",
        _("Overdue conversations"),
        overdue,
        kind=Kind.LEVEL,
        unit=Unit.COUNT,
        is_ratio=False,
    ),
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
