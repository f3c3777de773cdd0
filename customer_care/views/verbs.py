"""What may be done with a conversation. Each verb answers with its page as it now is."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from config.lib.doors import opens_with
from config.lib.refusals import Refusal
from customer_care import actions, joining, opened
from customer_care.actions import Changed
from customer_care.forms import (
    AnswerForm,
    AskForm,
    AssignForm,
    GiveBackForm,
    MergeForm,
    NoteForm,
    OrderForm,
    Seen,
    SnoozeForm,
)
from customer_care.models import Conversation, Message
from customer_care.views.sheets import answering, whole
from orders.models import Order

VIEW = "customer_care.view_conversation"
ANSWER = "customer_care.answer_conversation"


@require_POST
@opens_with(ANSWER)
def answer(request, pk):
    """Send it: it leaves in ten seconds, unless it is taken back."""
    one, form = _found(request, pk), AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return whole(request, one, answer_form=form, is_typed=True, status=422)
    try:
        actions.answer(
            one,
            text=form.cleaned_data["text"],
            then=form.cleaned_data["then"],
            version=form.version_seen,
            since=form.cleaned_data["since"] or 0,
            form_key=form.cleaned_data["form_key"],
            canned=form.cleaned_data["canned"],
            by=request.user,
            at=timezone.now(),
        )
    except Changed as changed:
        return _changed(request, one, form, changed)
    return _answer(request, one, said=_("It leaves in ten seconds."), is_fresh=True)


@require_POST
@opens_with(ANSWER)
def take_back(request, pk):
    """The answer was not meant: back into the box with its words."""
    seen = Conversation.objects.visible_to(request.user)
    message = get_object_or_404(Message.objects.filter(conversation__in=seen), pk=pk)
    text = actions.take_back(message, by=request.user)
    one = _found(request, message.conversation_id)
    form = answering(one, text=text, canned=None)
    return _answer(request, one, said=_("Taken back."), answer_form=form, is_fresh=True)


@require_POST
@opens_with(VIEW, also_by_object=True)
def note(request, pk):
    one, form = _found(request, pk), NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return whole(request, one, note_form=form, status=422)
    actions.note(one, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, one, said=_("Noted."))


@require_POST
@opens_with(VIEW, also_by_object=True)
def give_back(request, pk):
    """The colleague who was asked says what they know."""
    one, form = _found(request, pk), GiveBackForm(request.POST, auto_id="back_%s")
    if not form.is_valid():
        return whole(request, one, give_back_form=form, status=422)
    actions.give_back(one, **form.cleaned_data, by=request.user, at=timezone.now())
    if not Conversation.objects.visible_to(request.user).filter(pk=pk).exists():
        return _gone(request)
    return _answer(request, one, said=_("Back with customer care."))


def _gone(request):
    """It was theirs as long as it waited for them; now they go back to their work."""
    if not request.htmx:
        return redirect("/")
    answer = render(request, "customer_care/panels.html#thanks", {})
    return reswap(retarget(answer, "#conversation"), "outerHTML")


@require_POST
@opens_with("customer_care.assign_conversation")
def assign(request, pk):
    one = _found(request, pk)
    form = AssignForm(request.POST, people=opened.agents())
    if not form.is_valid():
        return whole(request, one, assign_form=form, status=422)
    to, now = form.cleaned_data["to"], timezone.now()
    actions.assign(one, to=to, version=form.version_seen, by=request.user, at=now)
    return _answer(request, one, said=_("Handed over.") if to else _("It is nobody's."))


@require_POST
@opens_with(ANSWER)
def take(request, pk):
    one, seen = _seen(request, pk)
    actions.assign(one, to=request.user, version=seen, by=request.user, at=timezone.now())
    return _answer(request, one, said=_("It is yours."))


@require_POST
@opens_with(ANSWER)
def ask(request, pk):
    """A colleague of another hat must help."""
    one, form = _found(request, pk), AskForm(request.POST, auto_id="ask_%s")
    if not form.is_valid():
        return whole(request, one, ask_form=form, status=422)
    actions.ask_role(
        one,
        role=form.cleaned_data["role"],
        why=form.cleaned_data["why"],
        version=form.version_seen,
        by=request.user,
        at=timezone.now(),
    )
    return _answer(request, one, said=_("Asked."))


@require_POST
@opens_with(ANSWER)
def wait(request, pk):
    one, seen = _seen(request, pk)
    actions.wait_for_customer(one, version=seen, by=request.user, at=timezone.now())
    return _answer(request, one, said=_("It waits for the customer."))


@require_POST
@opens_with(ANSWER)
def solve(request, pk):
    one, seen = _seen(request, pk)
    actions.solve(one, version=seen, by=request.user, at=timezone.now())
    return _answer(request, one, said=_("Solved."))


@require_POST
@opens_with(ANSWER)
def reopen(request, pk):
    one, seen = _seen(request, pk)
    actions.reopen(one, version=seen, by=request.user, at=timezone.now())
    return _answer(request, one, said=_("Open again."))


@require_POST
@opens_with(ANSWER)
def snooze(request, pk):
    one, form, now = _found(request, pk), SnoozeForm(request.POST), timezone.now()
    if not form.is_valid():
        return whole(request, one, status=422)
    until = form.until(now)
    actions.snooze(one, until=until, version=form.version_seen, by=request.user, at=now)
    return _answer(request, one, said=_("Put to rest."))


@require_POST
@opens_with(ANSWER)
def wake(request, pk):
    one = _found(request, pk)
    actions.wake(one, by=request.user, at=timezone.now())
    return _answer(request, one, said=_("Back in the queue."))


@require_POST
@opens_with(ANSWER)
def merge(request, pk):
    one = _found(request, pk)
    known = Conversation.objects.visible_to(request.user)
    form = MergeForm(request.POST, one=one, known=known, auto_id="merge_%s")
    if not form.is_valid():
        return whole(request, one, merge_form=form, status=422)
    into, now = form.cleaned_data["into"], timezone.now()
    joining.merge(one, into=into, version=form.version_seen, by=request.user, at=now)
    if request.htmx:
        answer = _answer(request, into, said=_("Now they are one."), is_fresh=True)
        answer["HX-Push-Url"] = into.get_absolute_url()
        return answer
    return redirect(into)


@require_POST
@opens_with(ANSWER)
def order(request, pk):
    """This is the order it is about."""
    one, orders = _found(request, pk), Order.objects.visible_to(request.user)
    form = OrderForm(request.POST, orders=orders, auto_id="order_%s")
    if not form.is_valid():
        return whole(request, one, order_form=form, status=422)
    actions.link_order(one, order=form.cleaned_data["number"], version=form.version_seen)
    return _answer(request, one, said=_("The order is beside it."))


def _found(request, pk):
    return get_object_or_404(opened.visible(request.user), pk=pk)


def _seen(request, pk):
    """The conversation, and the version of it that the reader has looked at."""
    one, form = _found(request, pk), Seen(request.POST)
    if not form.is_valid():
        raise Refusal(_("Open the conversation again: this page is too old."))
    return one, form.version_seen


def _answer(request, one, *, said, **context):
    """The page as it now is; a plain browser is sent there."""
    if not request.htmx and "answer_form" not in context:
        return redirect(one)
    response = whole(request, _found(request, one.pk), **context)
    return trigger_client_event(response, "say", said)


def _changed(request, one, form, changed):
    """Nothing is lost: what was typed stays in the box, with what happened meanwhile."""
    fresh = _found(request, one.pk)
    context = {"changed": changed, "conversation": fresh}
    if not request.htmx:
        return whole(request, fresh, answer_form=form, is_typed=True, changed=changed, status=409)
    response = render(request, "customer_care/conversation.html#conflict", context, status=409)
    return reswap(retarget(response, "#conflict"), "outerHTML")
