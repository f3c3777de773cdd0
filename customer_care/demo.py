"""Three months of customers writing: what they asked, how it was answered, and who waits now."""

from datetime import datetime, timedelta
from itertools import count

from django.contrib.auth.backends import ModelBackend

from catalog.models import Shop
from config.lib.seeds import copy_in, dice, next_id, words
from customer_care import clocks
from customer_care.demo_words import CANNED, KNOWLEDGE, NOTES, ROLE_ASKS, TOPICS
from customer_care.models import (
    CannedAnswer,
    CareSetting,
    Conversation,
    ConversationMove,
    KnowledgeNote,
    Message,
)
from orders.models import Order

DAYS = 90
HOW_MANY = 150
HOW_MANY_NOW = 22  # of the last days, in every state
CLOSED_AFTER = timedelta(days=7)
TODAY = ["overdue", "solved", "waiting_customer", "open", "waiting_role", "again", "new", "solved"]
ROW = words(
    "id status subject name email medium language customer_id order_id channel_id assignee_id"
    " waiting_role waiting_why waiting_since opened_at heard_at last_at first_answer_due_at"
    " first_answered_at update_due_at solution_due_at solution_left role_due_at solved_at closed_at"
)
SAID = words(
    "conversation_id kind name email text written_at message_id then send_at sent_at looked_at"
)
MOVE = words("subject_id came_from became moved_at moved_by_id note")


def fill(now: datetime, seed: int, scale: float) -> None:
    """What is ready, then a conversation for some of the orders of the last three months."""
    CareSetting.objects.create(pk=CareSetting.ONLY, signature="Casa Lavanda · Assistenza clienti")
    CannedAnswer.objects.bulk_create(
        CannedAnswer(title=title, language=language, text=text, times_used=used, changed_at=now)
        for language, title, text, used in CANNED
    )
    KnowledgeNote.objects.bulk_create(
        KnowledgeNote(title=title, language=language, text=text, changed_at=now)
        for language, title, text in KNOWLEDGE
    )
    _conversations(now, seed)


def _conversations(now, seed):
    desk = Desk(now, dice(seed, "customer_care"))
    past = now - timedelta(days=DAYS), now - timedelta(days=8)
    for order in _some(*past, HOW_MANY - HOW_MANY_NOW):
        desk.take(order, is_over=True)
    for order in _some(now - timedelta(days=9), now - timedelta(hours=3), HOW_MANY_NOW):
        desk.take(order, is_over=False)
    copy_in(Conversation, ROW, desk.rows)
    copy_in(Message, SAID, desk.said)
    copy_in(ConversationMove, MOVE, desk.moves)


def _some(since, until, how_many):
    """So many orders of that time, evenly spread."""
    placed = Order.objects.filter(placed_at__gt=since, placed_at__lt=until)
    keys = list(placed.exclude(buyer_email="").order_by("placed_at", "pk").values_list("pk"))
    step = max(1, len(keys) // how_many)
    chosen = [key for (key,) in keys[::step][-how_many:]]
    return Order.objects.filter(pk__in=chosen).order_by("placed_at", "pk")


def is_settled() -> bool:
    return Conversation.objects.exclude(assignee=None).exists()


def settle(now: datetime) -> None:
    """Once there are people: who answered what, and who has it on the table."""
    agents = ModelBackend().with_perm(
        "customer_care.answer_conversation", is_active=True, include_superusers=False
    )
    for language in ("it", "es"):
        own = agents.filter(language=language).order_by("-pk").first() or agents.first()
        if own is None:
            return
        mine = Conversation.objects.filter(language=language).exclude(status="new")
        mine.update(assignee=own)
        Message.objects.filter(conversation__in=mine).exclude(kind="in").update(author=own)
        signed = ConversationMove.objects.filter(subject__in=mine, became__in=["solved", "open"])
        signed.update(moved_by=own)


class Desk:
    """Collects conversations, what was said in them, and their histories."""

    def __init__(self, now, rolls):
        self.now, self.rolls = now, rolls
        self.pace = CareSetting.current().pace(Shop.current().calendar())
        self.rows, self.said, self.moves = [], [], []
        self.ids, self.states = count(next_id(Conversation)), count()

    def take(self, order, *, is_over):
        topic = self.rolls.choice(TOPICS)
        language = "es" if order.country == "ES" else "it"
        opened = order.placed_at + timedelta(hours=self.rolls.uniform(3, 90))
        if not is_over:
            place = next(self.states)
            opened = self.now - timedelta(hours=0.4 + 1.7 * (HOW_MANY_NOW - place))
        state = "solved" if is_over else TODAY[place % len(TODAY)]
        if state == "overdue":  # whatever day it is today
            opened -= timedelta(days=4)
        self.write(order, topic[language], language, opened, state)

    def write(self, order, topic, language, opened, state):
        subject, asked, answered, thanks = topic
        pk, pace = next(self.ids), self.pace
        one = Conversation(pk=pk, status="new", opened_at=opened, heard_at=opened, last_at=opened)
        for name, moment in clocks.begin(pace, at=opened).items():
            setattr(one, name, moment)
        self._say(one, order, asked.format(order=order.number, name=order.buyer_name), opened)
        if state not in ("new", "overdue"):  # nobody has looked at those
            self._live(one, order, state, answered, thanks)
        self._keep(one, order, subject.format(order=order.number), language)

    def _live(self, one, order, state, answered, thanks):
        """Answered after a while; then whatever its state says."""
        hours = min(self.rolls.expovariate(1 / 1.9), 9)
        at = min(self.pace.after(one.opened_at, hours), self.now - timedelta(minutes=12))
        at = max(at, one.opened_at + timedelta(minutes=4))
        if state == "waiting_role":
            self._ask(one, at)
            return
        self._answer(one, order, answered.format(name=order.buyer_name.split(" ")[0]), at)
        self._move(one, "open", at)
        if state == "open":
            self._note(one, at)
        elif state == "again":
            again = at + (self.now - at) * self.rolls.uniform(0.3, 0.8)
            self._change(one, clocks.heard(one, self.pace, at=again), heard_at=again, last_at=again)
            self._say(one, order, thanks, again)
        else:
            self._change(one, clocks.stand_still(one, self.pace, at=at))
            self._move(one, "waiting_customer", at)
        if state == "solved":
            self._solve(one, at)

    def _solve(self, one, at):
        at = min(self.pace.after(at, self.rolls.uniform(0.5, 16)), self.now)
        self._change(one, clocks.solve(one, self.pace, at=at))
        self._move(one, "solved", at)
        if at + CLOSED_AFTER < self.now:
            one.closed_at = at + CLOSED_AFTER
            self._move(one, "closed", one.closed_at)

    def _ask(self, one, at):
        role, why, note = self.rolls.choice(ROLE_ASKS)
        self._note(one, at, note)
        self._change(one, clocks.asked(self.pace, at=at), waiting_role=role, waiting_why=why)
        self._move(one, "open", at)
        self._move(one, "waiting_role", at, why)

    def _change(self, one, changes, **more):
        for name, value in (changes | more).items():
            setattr(one, name, value)

    def _move(self, one, became, at, note=""):
        self.moves.append((one.pk, one.status, became, at, None, note))
        one.status = became

    def _say(self, one, order, text, at):
        name = f"<{one.pk}.{len(self.said)}@posta.example>"
        self.said.append(
            (
                one.pk,
                "in",
                order.buyer_name,
                order.buyer_email,
                text,
                at,
                name,
                "",
                None,
                None,
                None,
            )
        )

    def _answer(self, one, order, text, at):
        looked = at - timedelta(minutes=self.rolls.uniform(2, 16))
        name = f"<care.{one.pk}.{len(self.said)}@casalavanda.example>"
        self.said.append((one.pk, "out", "", "", text, at, name, "wait", at, at, looked))
        self._change(one, clocks.answered(one, at=at), last_at=at)

    def _note(self, one, at, text=""):
        text = text or self.rolls.choice(NOTES)
        self.said.append((one.pk, "note", "", "", text, at, "", "", None, None, None))

    def _keep(self, one, order, subject, language):
        medium = self.rolls.choice(["mail", "mail", "mail", "mail", "form", "phone"])
        self.rows.append((
            one.pk, one.status, subject, order.buyer_name, order.buyer_email, medium, language,
            order.customer_id, order.pk, order.channel_id, None, one.waiting_role, one.waiting_why,
            one.waiting_since, one.opened_at, one.heard_at, one.last_at, one.first_answer_due_at,
            one.first_answered_at, one.update_due_at, one.solution_due_at, one.solution_left,
            one.role_due_at, one.solved_at, one.closed_at,
        ))  # fmt: skip
