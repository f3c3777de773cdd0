"""Work that the demo's needs asked for: what was done in a year and a half, and what is open."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import F

from config.lib.seeds import copy_in, dice, insert, next_id, words
from logistics.models import Parcel
from orders.models import Refund
from roles.coordinator.demo import scene
from roles.coordinator.needs import NEEDS
from roles.tasks import actions
from roles.tasks.models import Task, TaskMove
from roles.team import calendars
from roles.team.demo import cast
from roles.team.models import Role
from roles.web_writer.models import Draft

HANDS = {
    "write-text": ["elena.conti", "ines.navarro"],
    "approve-text": ["giulia.ferri"],
    "ship-parcel": ["paolo.rinaldi", "fatima.elamrani"],
    "answer-refund": ["sara.gallo", "sara.gallo", "ines.navarro"],
}
AWAY = "paolo.rinaldi"  # takes nothing these days
RECENT = timedelta(days=2)
WHY = {
    "write-text": "Aspetto le misure dal fornitore",
    "ship-parcel": "Manca un articolo, arriva domani",
    "answer-refund": "Chiesta una foto del danno al cliente",
}
TASK = words(
    "id title details role_id assignee_id status priority hours opened_at due_at ended_at need"
    " subject_type_id subject_id door waiting_until"
)
MOVE = words("subject_id came_from became moved_at moved_by_id note")
# Who packed, who shipped, who paid the money back.
SIGN_PARCELS = """
UPDATE logistics_parcelmove SET moved_by_id = CASE WHEN subject_id %% 5 < 3 THEN %s ELSE %s END
WHERE became IN ('packed', 'shipped')
"""
SIGN_REFUNDS = """
UPDATE orders_refundmove SET moved_by_id = CASE WHEN subject_id %% 3 < 2 THEN %s ELSE %s END
"""


def fill(now: datetime, seed: int, scale: float) -> None:
    """The tasks of the facts of the past, and those of today's, begun or not."""
    book = Book(now, dice(seed, "coordinator"))
    for draft in Draft.objects.filter(status="approved").order_by("pk"):
        asked = draft.begun_at - timedelta(hours=book.rolls.uniform(1, 9))
        book.write("write-text", draft.product_id, asked, draft.approved_at)
        sent = draft.begun_at + (draft.approved_at - draft.begun_at) * 0.75
        book.write("approve-text", draft.pk, sent, draft.approved_at)
    _of_parcels(book, now)
    _of_refunds(book)
    _of_today(book, now)
    copy_in(Task, TASK, book.tasks)
    copy_in(TaskMove, MOVE, book.moves)
    _sign()
    scene.play(now)


def settle(now: datetime) -> None:
    """What else the needs find is opened as on any morning."""
    for need in NEEDS:
        actions.open_and_close(need, now=now)


def _of_parcels(book, now):
    left_late = Parcel.objects.filter(shipped_at__gt=F("promised_for"))
    for pk, since, until in left_late.order_by("pk").values_list(
        "pk", "promised_for", "shipped_at"
    ):
        book.write("ship-parcel", pk, since, until)
    for pk, since in Parcel.objects.late(now=now).order_by("pk").values_list("pk", "promised_for"):
        book.write("ship-parcel", pk, since, None)


def _of_refunds(book):
    answered = Refund.objects.filter(status__in=["paid", "refused"]).order_by("pk")
    for pk, since, until in answered.values_list("pk", "requested_at", "refunded_at"):
        book.write("answer-refund", pk, since, until or since + timedelta(hours=7))
    for pk, since in Refund.objects.waiting().order_by("pk").values_list("pk", "requested_at"):
        book.write("answer-refund", pk, since, None)


def _of_today(book, now):
    lacking = book.needs["write-text"].subjects(now).order_by("pk")
    for pk, born in lacking.values_list("pk", "created_at"):
        since = max(born, now - timedelta(days=book.rolls.uniform(0.2, 4)))
        book.write("write-text", pk, since, None)
    submitted = Draft.objects.filter(status="submitted").order_by("pk")
    for draft in submitted:
        book.write("approve-text", draft.pk, draft.saved_at, None)


def _sign():
    people = cast()
    insert(SIGN_PARCELS, [people["paolo.rinaldi"].pk, people["fatima.elamrani"].pk])
    insert(SIGN_REFUNDS, [people["sara.gallo"].pk, people["ines.navarro"].pk])


class Book:
    """Collects tasks of needs and their histories."""

    def __init__(self, now, rolls):
        self.now, self.rolls, self.people = now, rolls, cast()
        self.needs = {need.key: need for need in NEEDS}
        self.roles = {role.key: role.pk for role in Role.objects.all()}
        self.shop = calendars.of_shop()
        self.tasks, self.moves, self.next = [], [], next_id(Task)
        self.types = {
            key: ContentType.objects.get_for_model(need.subjects(now).model).pk
            for key, need in self.needs.items()
        }

    def write(self, key, subject_id, since, until):
        """A task from when its need arose until the facts ended it; None: it is still open."""
        need = self.needs[key]
        person = self._somebody(key, since)
        status = "done" if until else self.rolls.choices(
            ["open", "taken", "waiting"], [60, 32, 8 if key in WHY else 0]
        )[0]  # fmt: skip
        begun = since + ((until or self.now) - since) * self.rolls.uniform(0.2, 0.8)
        waits = self.shop.add_days(self.now, 1) if status == "waiting" else None
        self.tasks.append((
            self.next, need.source(need.title), need.source(need.how), self.roles[need.role],
            None if status == "open" else person.pk, status, need.priority, need.hours, since,
            self.shop.add_hours(since, need.due_in_hours), until, key, self.types[key],
            subject_id, need.door, waits,
        ))  # fmt: skip
        self._tell(status, since, begun, until, person, WHY.get(key, ""))
        self.next += 1

    def _tell(self, status, since, begun, until, person, why):
        steps = [("", "open", since, None, "")]
        if status != "open":
            steps.append(("open", "taken", begun, person.pk, ""))
        if status == "waiting":
            steps.append(("taken", "waiting", begun + (self.now - begun) / 2, person.pk, why))
        if status == "done":
            steps.append(("taken", "done", until, None, ""))
        self.moves += [(self.next, *step) for step in steps]

    def _somebody(self, key, since):
        name = self.rolls.choice(HANDS[key])
        if name == AWAY and since > self.now - RECENT:
            name = HANDS[key][-1]
        return self.people[name]
