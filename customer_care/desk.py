"""What customer care sees: who waits for a word, the refunds that wait, and the angry reviews."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Min, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from config.lib.asked import number_of
from config.templatetags.regia import moment, number
from customer_care.models import Letter
from orders.models import OrderLine, Payment, Refund, Review

SHOWN = 50
LOW = 2  # stars of five: below this a buyer is waiting for an answer
RECENT = timedelta(days=30)
PATIENCE = timedelta(days=2)  # how long a refund may wait before it is called late

WITH_ITS_ORDER = (
    Prefetch("order__lines", OrderLine.objects.order_by("pk")),
    Prefetch("order__payments", Payment.objects.order_by("paid_at", "pk")),
    Prefetch("order__refunds", Refund.objects.order_by("requested_at", "pk")),
)


def address(refund: Refund | None = None) -> str:
    """The desk, with this refund opened."""
    return reverse("customer_care:desk") + (f"?refund={refund.pk}" if refund else "?tab=refunds")


def queue(conversations, *, now: datetime):
    """Who waits for a word of ours, the clock that runs out first on top."""
    rows = conversations.to_answer(now=now).select_related("order", "assignee")
    return rows.by_urgency()[:SHOWN]


def care_figures(conversations, *, user, now: datetime) -> list[dict]:
    """The queue's own few numbers; what went wrong with the mail only where something did."""
    late = conversations.overdue(now=now).count()
    listed = reverse("customer_care:conversations")
    figures = [
        {
            "label": _("To answer"),
            "value": number(conversations.to_answer(now=now).count()),
            "url": f"{listed}?view=queue",
        },
        {
            "label": _("Overdue"),
            "value": number(late),
            "state": "late" if late else "",
            "word": _("Late") if late else "",
            "url": f"{listed}?view=overdue",
        },
        {
            "label": _("With a colleague"),
            "value": number(conversations.waiting_on_role().count()),
            "url": f"{listed}?view=role",
        },
    ]
    return figures + _mail_trouble(conversations.unreached().count(), listed)


def _mail_trouble(unreached, listed):
    unread = Letter.objects.unread().count()
    trouble = []
    if unread:
        url = reverse("customer_care:mail")
        trouble.append({"label": _("Mail not understood"), "value": number(unread), "url": url})
    if unreached:
        url = f"{listed}?view=unreached"
        trouble.append({"label": _("Not reached"), "value": number(unreached), "url": url})
    return [figure | {"state": "late", "word": _("Look")} for figure in trouble]


def waiting(refunds):
    """Refunds nobody has answered, the longest wait first."""
    return refunds.waiting().select_related("order", "channel").order_by("requested_at", "pk")


def low_reviews(*, now: datetime):
    """What unhappy buyers said lately: the unanswered first, then the newest."""
    low = Review.objects.filter(score__lte=LOW, reviewed_at__gt=now - RECENT)
    told = low.annotate(is_answered=Q(answered_at__isnull=False)).select_related("order__channel")
    return told.order_by("is_answered", "-reviewed_at", "-pk")


def opened(refunds, pk: str) -> Refund | None:
    """The refund that was chosen, or the one that waits longest."""
    whole = refunds.select_related("order__channel", "order__customer", "channel", "line")
    whole = whole.prefetch_related(*WITH_ITS_ORDER)
    if number_of(pk) is not None:
        return whole.filter(pk=pk).first()
    return whole.waiting().order_by("requested_at", "pk").first()


def balance(refund: Refund) -> dict:
    """What came in for the order, what went back, and whether this refund is more than is left."""
    if not refund.order:
        return {}
    payments, refunds = refund.order.payments.all(), refund.order.refunds.all()
    paid = sum((payment.amount for payment in payments), Decimal(0))
    back = sum((one.amount for one in refunds if one.status == Refund.Status.PAID), Decimal(0))
    is_open = refund.status == Refund.Status.REQUESTED
    too_much = is_open and bool(payments) and refund.amount > paid - back
    return {"paid": paid if payments else None, "back": back, "too_much": too_much}


def figures(refunds, *, now: datetime) -> list[dict]:
    """The desk's own few numbers."""
    wait = refunds.waiting()
    oldest = wait.aggregate(oldest=Min("requested_at"))["oldest"]
    is_late = oldest is not None and oldest < now - PATIENCE
    return [
        {"label": _("Refunds waiting"), "value": number(wait.count()), "url": address()},
        {
            "label": _("The oldest came"),
            "value": moment(oldest) if oldest else "–",
            "state": "late" if is_late else "",
            "word": _("Late") if is_late else "",
        },
        {
            "label": _("Low reviews in 30 days"),
            "value": number(low_reviews(now=now).count()),
            "url": reverse("customer_care:desk") + "?tab=reviews",
        },
    ]


def history(refund: Refund) -> list[dict]:
    """What happened to the refund, newest first."""
    asked = {"at": refund.requested_at, "text": Refund.Status.REQUESTED.label}
    return refund.events(begun=asked | {"note": refund.reason})
