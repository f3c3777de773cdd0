"""What one sees of an opened conversation: the thread, the order beside it, and what helps."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Prefetch, Q, Sum

from catalog.models import Shop
from config.templatetags.regia import day, money
from customer_care.models import (
    CannedAnswer,
    Conversation,
    KnowledgeNote,
    Message,
)
from logistics.models import Parcel
from orders.models import Order, OrderLine, Payment, Refund

AWAY_AFTER = timedelta(seconds=45)
MOST_ORDERS = 6
MOST_NOTES = 5
WHOLE = ("customer", "order__channel", "order__customer", "channel", "assignee", "merged_into")


def visible(user):
    return Conversation.objects.visible_to(user).select_related(*WHOLE)


def thread(one: Conversation) -> list[Message]:
    """All that was said, in its order."""
    messages = one.messages.select_related("author", "letter").prefetch_related("attachments")
    return list(messages.order_by("written_at", "pk"))


def others(one: Conversation, *, but, now: datetime):
    """Who else has it open at this moment."""
    looks = one.looks.filter(seen_at__gt=now - AWAY_AFTER).exclude(person=but)
    return looks.select_related("person").order_by("since_at", "pk")


def agents():
    """Who may answer customers."""
    everybody = ModelBackend().with_perm(
        "customer_care.answer_conversation", is_active=True, include_superusers=False
    )
    return get_user_model().objects.filter(pk__in=everybody).order_by("name", "pk")


def order_of(one: Conversation) -> Order | None:
    """The order talked about, with what was bought, paid and given back."""
    if one.order_id is None:
        return None
    parts = (
        Prefetch("lines", OrderLine.objects.order_by("pk")),
        Prefetch("payments", Payment.objects.order_by("pk")),
        Prefetch("refunds", Refund.objects.order_by("requested_at", "pk")),
    )
    whole = Order.objects.select_related("channel").prefetch_related(*parts)
    return whole.get(pk=one.order_id)


def their_orders(one: Conversation, *, user):
    """Other orders of the same person, the newest first."""
    same = Q(pk__in=[])
    if one.customer_id:
        same |= Q(customer=one.customer_id)
    if one.email:
        named = Order.objects.found_by(one.email).filter(buyer_email__iexact=one.email)
        same |= Q(pk__in=named.values("pk")[:MOST_ORDERS])
    orders = Order.objects.visible_to(user).filter(same).exclude(pk=one.order_id)
    return orders.order_by("-placed_at", "-pk")[:MOST_ORDERS]


def their_conversations(one: Conversation, *, user):
    """What else this person has asked."""
    if not one.email:
        return Conversation.objects.none()
    same = Conversation.objects.visible_to(user).filter(email=one.email).exclude(pk=one.pk)
    same = same.exclude(status=Conversation.Status.MERGED)
    return same.order_by("-last_at", "-pk")[:MOST_ORDERS]


def notes_for(one: Conversation, messages) -> list[KnowledgeNote]:
    """The notes that fit: by time, and by coupon or product where they name some."""
    moment = one.order.placed_at if one.order else one.opened_at
    timely = KnowledgeNote.objects.in_time(moment) | KnowledgeNote.objects.in_time(one.heard_at)
    notes = timely.distinct().prefetch_related("products").order_by("title", "pk")[:100]
    said = " ".join([one.subject, *(m.text for m in messages if m.kind == "in")]).upper()
    coupon = one.order.coupon_code.upper() if one.order else ""
    bought = set()
    if one.order_id:
        lines = OrderLine.objects.filter(order=one.order_id)
        bought = set(lines.values_list("variant__product", flat=True))
    groups = {}
    for note in notes:
        if _fits(note, said, coupon, bought):
            about = (note.subject_type_id, note.subject_id) if note.subject_id else note.pk
            groups.setdefault(about, []).append(note)
    return [note for group in groups.values() for note in _in_language(group, one)][:MOST_NOTES]


def _in_language(notes, one):
    """Those in the customer's language; about a record, all where there is none in it."""
    own = [note for note in notes if note.language == one.language]
    return own if own or not notes[0].subject_id else notes


def _fits(note, said, coupon, bought):
    codes = [code.upper() for code in note.codes]
    products = {product.pk for product in note.products.all()}
    if not codes and not products:
        return True
    return any(code == coupon or code in said for code in codes) or bool(products & bought)


def canned_for(one: Conversation):
    """Answers in the customer's language, the most used first; else all of them."""
    answers = CannedAnswer.objects.active()
    own = answers.filter(language=one.language)
    return (own if own.exists() else answers).order_by("-times_used", "title", "pk")[:100]


def values(one: Conversation, *, agent) -> dict[str, str]:
    """What fills the blanks of a canned answer. What is not known is empty."""
    name = one.name or (one.customer.name if one.customer else "")
    found = {
        "customer": name,
        "first_name": name.split(" ")[0],
        "agent": agent.get_short_name(),
        "shop": Shop.current().name,
    }
    return found | (_of_order(one.order) | _of_parcel(one.order) if one.order else {})


def _of_order(order):
    lines = OrderLine.objects.filter(order=order).order_by("pk")
    refund = Refund.objects.filter(order=order).order_by("-requested_at", "-pk").first()
    paid = Payment.objects.filter(order=order).aggregate(paid=Sum("amount"))["paid"] or order.total
    return {
        "order": order.number,
        "order_date": day(order.placed_at),
        "products": ", ".join(f"{line.quantity} × {line.name or line.sku}" for line in lines[:10]),
        "amount": money(paid, order.currency) if paid is not None else "",
        "promised": day(order.promised_date) if order.promised_date else "",
        "refund": money(refund.amount, refund.currency) if refund else "",
    }


def _of_parcel(order):
    parcels = Parcel.objects.filter(order=order).exclude(tracking_code="")
    parcel = parcels.select_related("carrier").order_by("-shipped_at", "-pk").first()
    if parcel is None:
        return {}
    return {
        "tracking": parcel.tracking_code,
        "tracking_link": parcel.tracking_url(),
        "carrier": parcel.carrier.name if parcel.carrier else "",
    }
