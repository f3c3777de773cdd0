"""What happened to an order, told in one line per event, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from orders.models import Order, Refund

STATES = {
    Order.Status.PLACED: "quiet",
    Order.Status.PAID: "accent",
    Order.Status.IN_PREPARATION: "accent",
    Order.Status.SHIPPED: "accent",
    Order.Status.DELIVERED: "good",
    Order.Status.CANCELLED: "late",
    Order.Status.RETURNED: "soon",
}
REFUND_STATES = {
    Refund.Status.REQUESTED: "soon",
    Refund.Status.PAID: "good",
    Refund.Status.REFUSED: "late",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, through whom, and what they said about it."""

    at: datetime
    text: str
    by: str = ""
    note: str = ""
    state: str = ""


def events_of(order, *, refunds=()):
    """The moves made here, and the moments that came with an imported order."""
    events = [*_moves(order), *_moments(order), *_refunds(refunds), *_reviews(order)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _moves(order):
    for move in order.moves.all():
        yield Event(
            move.moved_at,
            Order.Status(move.became).label,
            by=str(move.moved_by or ""),
            note=move.told,
            state=STATES[move.became],
        )


def _moments(order):
    """A moment that one of our own moves already tells is not told twice."""
    told = {move.became for move in order.moves.all()}
    moments = {
        Order.Status.PLACED: order.placed_at,
        Order.Status.PAID: order.paid_at,
        Order.Status.SHIPPED: order.shipped_at,
        Order.Status.DELIVERED: order.delivered_at,
        Order.Status.CANCELLED: order.cancelled_at,
    }
    for status, at in moments.items():
        if at and status not in told:
            yield Event(at, status.label, state=STATES[status])


def _refunds(refunds):
    for refund in refunds:
        yield Event(refund.requested_at, _("Refund asked for"), note=refund.reason, state="soon")
        if refund.refunded_at:
            yield Event(refund.refunded_at, _("Refund paid back"), state="good")


def _reviews(order):
    for review in order.reviews.all():
        text = _("Reviewed: %(score)s of 5") % {"score": review.score}
        yield Event(
            review.reviewed_at, text, note=review.text, state="good" if review.score > 2 else "late"
        )
