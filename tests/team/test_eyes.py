"""A second pair of eyes, or the same pair on another day: one rule, at every desk it guards."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.models import ProductText
from config.lib.refusals import Refusal
from roles.graphic_designer import actions as designer
from roles.graphic_designer.models import Brief
from roles.team import eyes
from roles.team.models import Absence, Role, WorkingHours
from roles.web_writer import actions as writer
from roles.web_writer.models import Copy, Draft
from tests.factories import NOON, DraftFactory
from tests.factories.copies import CopyFactory
from tests.factories.graphic_designer import sent
from tests.reading import text

pytestmark = pytest.mark.django_db
MAY = "web_writer.approve_draft"
LATER = NOON + timedelta(hours=1)
TUESDAY_OPENING = NOON.replace(day=16, hour=7)  # nine in Rome


@dataclass(frozen=True)
class Desk:
    """How a desk's work is made, approved, and sent anew; and its own words."""

    model: type
    made_by: Any
    approve: Any
    send_anew: Any
    refusal: str
    note: str
    seen: str = "version"

    def approved(self, row, *, by, at=NOON, now=1):
        self.approve(row, **{self.seen: now}, by=by, at=at)


def copy_by(person):
    copy = CopyFactory(submitted=True)
    copy.writers.add(person)
    return copy


def sent_anew(submit):
    def send(row, *, by, at):
        row.take_back(by=by, at=at)
        submit(row, by=by, at=at)

    return send


def next_proof(brief, *, by, at):
    designer.take_back(brief, by=by, at=at)
    designer.send(brief, by=by, at=at)


WROTE = "You wrote this text"
WRITTEN = "Approved by who wrote it, on another day: nobody else may approve."
DRAFTS = Desk(
    Draft,
    lambda person: DraftFactory(submitted=True, author=person),
    writer.approve,
    sent_anew(writer.submit),
    WROTE,
    WRITTEN,
)
COPIES = Desk(Copy, copy_by, writer.approve_copy, sent_anew(writer.submit_copy), WROTE, WRITTEN)
BRIEFS = Desk(
    Brief,
    lambda person: sent(person, medium="product"),
    designer.approve,
    next_proof,
    "You made this",
    WRITTEN.replace("wrote", "made"),
    seen="number",
)


@pytest.fixture(params=[DRAFTS, COPIES, BRIEFS], ids=["drafts", "copies", "briefs"])
def desk(request):
    return request.param


@pytest.fixture
def bea(hired):
    """Makes and approves, and is alone with the second."""
    hired("walt", Role.WEB_WRITER)
    hired("ex", Role.COORDINATOR, is_active=False)
    return hired("bea", Role.WEB_WRITER, Role.GRAPHIC_DESIGNER, Role.COORDINATOR)


def test_who_made_it_does_not_approve_it(desk, bea, gwen):
    row = desk.made_by(bea)

    with pytest.raises(Refusal, match=f"{desk.refusal}.*: somebody else must approve it"):
        desk.approved(row, by=bea)

    row.refresh_from_db()
    assert (row.status, row.second_look_at) == ("submitted", None)


def test_other_eyes_approve_at_once(desk, bea, gwen):
    row = desk.made_by(bea)

    desk.approved(row, by=gwen)

    assert row.moves.get().note == ""


def test_who_is_alone_comes_back_the_next_working_day(desk, bea):
    row = desk.made_by(bea)

    with (
        timezone.override("Europe/Rome"),
        pytest.raises(Refusal, match=rf"{desk.refusal} and .* 16 Jun 2026, 09:00"),
    ):
        desk.approved(row, by=bea)

    row.refresh_from_db()
    assert (row.status, row.second_look_at) == ("submitted", TUESDAY_OPENING)
    assert not ProductText.objects.exists()


def test_until_then_no_insisting_helps_and_then_the_history_says_so(desk, bea):
    row = desk.made_by(bea)
    for at in (NOON, LATER, TUESDAY_OPENING - timedelta(seconds=1)):
        with pytest.raises(Refusal, match="come back to it"):
            desk.approved(row, by=bea, at=at)

    desk.approved(row, by=bea, at=TUESDAY_OPENING)

    row.refresh_from_db()
    assert (row.status, row.moves.get().note) == ("approved", desk.note)


def test_what_rests_leaves_the_queue_until_it_comes_back(desk, bea):
    row, rows = desk.made_by(bea), desk.model.objects
    with pytest.raises(Refusal):
        desk.approved(row, by=bea)

    assert not rows.awaiting_approval(now=LATER).exists()
    assert list(rows.resting(now=LATER)) == [row]
    assert list(rows.awaiting_approval(now=TUESDAY_OPENING)) == [row]
    assert not rows.resting(now=TUESDAY_OPENING).exists()


def test_what_was_sent_anew_is_looked_at_anew(desk, bea):
    row = desk.made_by(bea)
    with pytest.raises(Refusal):
        desk.approved(row, by=bea)
    row.refresh_from_db()
    desk.send_anew(row, by=bea, at=TUESDAY_OPENING)

    with pytest.raises(Refusal, match="come back to it"):
        desk.approved(row, by=bea, at=TUESDAY_OPENING, now=2 if desk is BRIEFS else 1)


def test_whoever_is_hired_meanwhile_may_approve_at_once(desk, bea, hired):
    row = desk.made_by(bea)
    with pytest.raises(Refusal, match="come back to it"):
        desk.approved(row, by=bea)

    desk.approved(row, by=hired("gwen", Role.COORDINATOR))

    assert row.moves.get().note == ""


# The moment


def test_on_a_friday_it_is_monday(walt):
    friday = NOON + timedelta(days=4)

    assert eyes.second_look_at(walt, friday) == TUESDAY_OPENING + timedelta(days=6)


def test_it_is_the_opening_of_ones_next_working_day(walt):
    WorkingHours.objects.create(user=walt, weekday=2, starts_at="14:00", ends_at="18:00")
    WorkingHours.objects.create(user=walt, weekday=3, starts_at="08:00", ends_at="12:00")

    assert eyes.second_look_at(walt, NOON) == NOON + timedelta(days=2, hours=2)


def test_nobody_is_called_back_from_holiday(walt):
    Absence.objects.create(user=walt, from_date=date(2026, 6, 16), to_date=date(2026, 6, 18))

    assert eyes.second_look_at(walt, NOON) == NOON + timedelta(days=4, hours=-3)


def test_others_are_those_who_wear_a_hat_that_may(gwen, walt, hired):
    gina = hired("gina", Role.COORDINATOR)
    hired("gone", Role.COORDINATOR, is_active=False)

    assert list(eyes.others_who_may(MAY, than=[gwen.pk])) == [gina]
    assert not eyes.others_who_may(MAY, than=[gwen.pk, gina.pk]).exists()


def test_the_page_offers_no_yes_that_would_be_refused(as_, desk, bea, gwen):
    row = desk.made_by(bea)

    assert 'disabled aria-describedby="rests"' in text(as_(bea).get(row.get_absolute_url()))
    assert "disabled" not in text(as_(gwen).get(row.get_absolute_url()))


def test_who_is_alone_may_ask_when_to_look_again(as_, desk, bea):
    row = desk.made_by(bea)

    assert "disabled" not in text(as_(bea).get(row.get_absolute_url()))
