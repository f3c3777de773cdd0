"""One conversation on its page, with all that may be done there now."""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from config.lib.htmx import page_or_part
from config.lib.rights import hats
from customer_care import opened
from customer_care.forms import (
    SNOOZES,
    AnswerForm,
    AskForm,
    AssignForm,
    GiveBackForm,
    MergeForm,
    NoteForm,
    OrderForm,
)
from customer_care.models import Conversation
from orders.models import Order

STATES = {
    "new": "accent",
    "open": "accent",
    "waiting_customer": "quiet",
    "waiting_role": "soon",
    "solved": "good",
    "closed": "quiet",
    "merged": "quiet",
}


def answering(one, **initial):
    """An empty answer, or one that begins with some words."""
    return AnswerForm(
        initial={"version": one.version, "form_key": uuid4(), **initial}, auto_id="answer_%s"
    )


def sheet(request, one, **forms):
    """All that a conversation's page shows. A form filled in wrongly comes back as it was."""
    user, now = request.user, timezone.now()
    messages = opened.thread(one)
    may_answer = user.has_perm("customer_care.answer_conversation")
    context = {
        "conversation": one,
        "thread": messages,
        "since": max((message.pk for message in messages), default=0),
        "is_leaving": any(message.is_pending() for message in messages),
        "order": opened.order_of(one),
        "others": opened.others(one, but=user, now=now),
        "role": hats(key=one.waiting_role).get(one.waiting_role) if one.waiting_role else "",
        "states": STATES,
        "now": now,
        "may_answer": may_answer,
        "may_assign": user.has_perm("customer_care.assign_conversation"),
        "may_note": may_answer or one.status == Conversation.Status.WAITING_ROLE,
        "events": events_of(one),
        "kind": ContentType.objects.get_for_model(Conversation),
        "note_form": NoteForm(initial={"form_key": uuid4()}, auto_id="note_%s"),
        "give_back_form": GiveBackForm(auto_id="back_%s"),
    }
    if may_answer:
        context |= _tools(one, user, messages)
    return context | forms


def _tools(one, user, messages):
    """What only those see who answer."""
    conversations = opened.their_conversations(one, user=user)
    return {
        "answer_form": answering(one),
        "notes": opened.notes_for(one, messages),
        "canned": opened.canned_for(one),
        "orders": opened.their_orders(one, user=user),
        "conversations": conversations,
        "snoozes": SNOOZES,
        "ask_form": AskForm(auto_id="ask_%s"),
        "assign_form": AssignForm(people=opened.agents(), initial={"to": one.assignee_id}),
        "merge_form": MergeForm(one=one, known=Conversation.objects.none(), auto_id="merge_%s"),
        "order_form": OrderForm(orders=Order.objects.none(), auto_id="order_%s"),
    }


def events_of(one):
    begun = {"at": one.opened_at, "by": None, "text": Conversation.Status.NEW.label}
    return one.events(begun=begun)


def whole(request, one, *, status=None, **forms):
    """The page, or all of it below the heading for htmx."""
    context = sheet(request, one, **forms)
    return page_or_part(request, "customer_care/conversation.html", "whole", context, status=status)
