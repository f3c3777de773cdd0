"""What customer care does. One function per verb; each is one transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalog.models import Shop
from config.lib.refusals import Refusal
from customer_care import clocks
from customer_care.models import CannedAnswer, CareSetting, Conversation, Look, Message
from orders.models import Order

REGRET = timedelta(seconds=10)  # how long a sent answer may be taken back
A_LOOK = timedelta(minutes=2)  # without a sign of life, somebody has gone


class Changed(Refusal):
    """Somebody acted meanwhile. What they did is told, and nothing that was typed is lost."""

    def __init__(self, conversation, since: int):
        self.conversation = conversation
        self.messages = list(
            conversation.messages.filter(pk__gt=since).select_related("author").order_by("pk")
        )
        told = _("This conversation has changed since you opened it: %(what)s.")
        super().__init__(told % {"what": _last_of(conversation)})


def _last_of(conversation) -> str:
    """What happened last, and by whom."""
    moves = conversation.moves.select_related("moved_by").order_by("-moved_at", "-pk")
    said = conversation.messages.select_related("author").order_by("-written_at", "-pk")
    move, message = moves.first(), said.first()
    if message and (not move or message.written_at >= move.moved_at):
        what, who = message.get_kind_display(), message.author or message.name
    elif move:
        what, who = move.words, move.moved_by
    else:
        what, who = _("somebody took it"), conversation.assignee
    return f"{what} ({who})" if who else str(what)


def pace() -> clocks.Pace:
    """What is promised, on the shop's working calendar."""
    return CareSetting.current().pace(Shop.current().calendar())


def hold(conversation: Conversation, *, version: int | None = None, since: int = 0) -> Conversation:
    """The row as it is, kept still; refused if it is not the one that was looked at."""
    held = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    _refuse_an_old_look(held, version, since)
    return held


def _refuse_an_old_look(held, version, since):
    if version is not None and held.version != version:
        raise Changed(held, since)


def _of_form(form_key) -> Message | None:
    """What the same sheet has brought already: a second click finds it, and changes nothing."""
    return Message.objects.filter(form_key=form_key).first()


def change(held: Conversation, **changes) -> None:
    """Write columns of a held row; whoever looked before will be told."""
    changes["version"] = F("version") + 1
    Conversation.objects.filter(pk=held.pk).update(**changes)
    held.refresh_from_db(fields=list(changes))


# Answering


@transaction.atomic
def answer(
    conversation: Conversation,
    *,
    text: str,
    then: str,
    version: int,
    form_key: UUID,
    by,
    at: datetime,
    since: int = 0,
    canned: CannedAnswer | None = None,
) -> Message:
    """An answer goes on its way: for ten seconds it may be taken back, then a job sends it."""
    held = hold(conversation)
    if known := _of_form(form_key):
        return known
    _refuse_an_old_look(held, version, since)
    if not held.is_undone() and held.status != Conversation.Status.SOLVED:
        raise Refusal(_("This conversation is over. Begin another one."))
    look = Look.objects.filter(conversation=held, person=by).first()
    message = held.messages.create(
        kind=Message.Kind.OUT,
        author=by,
        text=text,
        written_at=at,
        then=then,
        form_key=form_key,
        looked_at=look.since_at if look else None,
        send_at=at + REGRET,
    )
    if canned:
        CannedAnswer.objects.filter(pk=canned.pk).update(times_used=F("times_used") + 1)
    change(held, assignee=held.assignee or by, snoozed_until=None)
    return message


@transaction.atomic
def take_back(message: Message, *, by) -> str:
    """The answer was not meant: it is gone, and its words are given back."""
    mine = Message.objects.pending().filter(pk=message.pk, author=by)
    held = mine.select_for_update(of=("self",)).select_related("conversation").first()
    if held is None or held.claimed_at:
        raise Refusal(_("Too late: this answer has been sent."))
    held.delete()
    change(hold(held.conversation))
    return held.text


@transaction.atomic
def note(conversation: Conversation, *, text: str, form_key: UUID, by, at: datetime) -> Message:
    """A word among ourselves; no customer ever sees it."""
    held = hold(conversation)
    if known := _of_form(form_key):
        return known
    message = held.messages.create(
        kind=Message.Kind.NOTE, author=by, text=text, written_at=at, form_key=form_key
    )
    change(held, last_at=at)
    return message


def begin(
    conversation: Conversation, *, text: str, form_key: UUID, by, at: datetime
) -> Conversation:
    """A customer's word that came by no mail: a call, a chat, a letter box. One sheet, one row."""
    try:
        return _begin(conversation, text, form_key, by=by, at=at)
    except IntegrityError:
        if known := _of_form(form_key):
            return known.conversation
        raise


@transaction.atomic
def _begin(conversation, text, form_key, *, by, at):
    for name in ("opened_at", "heard_at", "last_at"):
        setattr(conversation, name, at)
    for name, moment in clocks.begin(pace(), at=at).items():
        setattr(conversation, name, moment)
    conversation.assignee = by
    conversation.save(force_insert=True)
    conversation.messages.create(
        kind=Message.Kind.IN,
        author=by,
        name=conversation.name,
        email=conversation.email,
        text=text,
        written_at=at,
        form_key=form_key,
    )
    return conversation


# Who has it, and whose turn it is


@transaction.atomic
def assign(conversation: Conversation, *, to, version: int | None = None, by, at: datetime) -> None:
    """It is somebody's, or nobody's again."""
    held = hold(conversation, version=version)
    if held.assignee_id == (to.pk if to else None):
        return
    change(held, assignee=to)
    if held.status == Conversation.Status.NEW and to:
        held.open(by=by, at=at)


@transaction.atomic
def ask_role(
    conversation: Conversation, *, role: str, why: str, version: int, by, at: datetime
) -> None:
    """A colleague of another hat must help. The customer's clocks run on, and the role's starts."""
    held = hold(conversation, version=version)
    steps = clocks.asked(pace(), at=at) | clocks.go_on(held, pace(), at=at)
    held.wait_for_role(role=role, why=why, by=by, at=at, **steps)
    change(held)


@transaction.atomic
def give_back(conversation: Conversation, *, text: str, by, at: datetime) -> None:
    """The colleague has said what they know: it is customer care's turn again."""
    held = hold(conversation)
    if held.status != Conversation.Status.WAITING_ROLE:
        raise Refusal(_("Nobody waits for a colleague here any more."))
    held.messages.create(kind=Message.Kind.NOTE, author=by, text=text, written_at=at)
    held.open(by=by, at=at)
    change(held, last_at=at)


@transaction.atomic
def wait_for_customer(conversation: Conversation, *, version: int, by, at: datetime) -> None:
    """It is the customer's turn, without another word of ours."""
    held = hold(conversation, version=version)
    steps = clocks.stand_still(held, pace(), at=at)
    held.wait_for_customer(by=by, at=at, update_due_at=None, **steps)
    change(held)


@transaction.atomic
def solve(conversation: Conversation, *, version: int | None = None, by, at: datetime) -> None:
    """Nothing is left to do, until the customer writes again."""
    held = hold(conversation, version=version)
    held.solve(by=by, at=at, snoozed_until=None, **clocks.solve(held, pace(), at=at))
    change(held)


@transaction.atomic
def reopen(conversation: Conversation, *, version: int, by, at: datetime) -> None:
    """It is our turn again."""
    held = hold(conversation, version=version)
    was_solved = held.status == Conversation.Status.SOLVED
    held.open(
        by=by,
        at=at,
        times_reopened=held.times_reopened + was_solved,
        **clocks.go_on(held, pace(), at=at),
    )
    change(held, solved_at=None, snoozed_until=None)


@transaction.atomic
def snooze(conversation: Conversation, *, until: datetime, version: int, by, at: datetime) -> None:
    """Out of the queue until then. No clock stands still for it."""
    if until <= at:
        raise Refusal(_("Choose a moment that is still to come."))
    change(hold(conversation, version=version), snoozed_until=until)


@transaction.atomic
def wake(conversation: Conversation, *, by, at: datetime) -> None:
    change(hold(conversation), snoozed_until=None)


@transaction.atomic
def link_order(conversation: Conversation, *, order: Order | None, version: int) -> None:
    """This is the order we talk about."""
    held = hold(conversation, version=version)
    changes = {"order": order}
    if order:
        changes |= {"channel": order.channel, "customer": held.customer or order.customer}
    change(held, **changes)


# From the clock


def close_solved(*, now: datetime) -> int:
    """What has been solved for a week is closed. Returns how many."""
    quiet = timedelta(days=CareSetting.current().closes_after_days)
    done = 0
    for one in Conversation.objects.to_close(solved_before=now - quiet).order_by("pk")[:1000]:
        with transaction.atomic():
            held = hold(one)
            if held.status == Conversation.Status.SOLVED:
                held.close(by=None, at=now)
                change(held)
                done += 1
    return done


def look(conversation: Conversation, *, is_typing: bool, by, at: datetime) -> None:
    """Somebody has it open. A look that was broken off for minutes begins anew."""
    known, is_new = Look.objects.get_or_create(
        conversation=conversation,
        person=by,
        defaults={"since_at": at, "seen_at": at, "is_typing": is_typing},
    )
    if is_new:
        return
    since = known.since_at if known.seen_at > at - A_LOOK else at
    Look.objects.filter(pk=known.pk).update(since_at=since, seen_at=at, is_typing=is_typing)
