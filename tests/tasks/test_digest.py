from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from roles.tasks import digest, jobs
from roles.tasks.models import Digest
from roles.team.models import Role, User
from tests.factories import NOON, TaskFactory
from tests.factories.plan_pages import a_plan, a_run_of

pytestmark = pytest.mark.django_db
EIGHT_IN_ROME = NOON - timedelta(hours=4)


@pytest.fixture
def clock(monkeypatch):
    """Move the job's clock: clock(moment)."""

    def set_to(moment):
        monkeypatch.setattr(jobs.timezone, "now", lambda: moment)

    return set_to


def mornings(clock, *moments):
    for moment in moments:
        clock(moment)
        jobs.send_digests()


def test_at_eight_where_one_is_and_once_a_day(walt, clock):
    TaskFactory(title="Write it")
    quarter = timedelta(minutes=15)

    mornings(clock, EIGHT_IN_ROME - quarter)
    assert mail.outbox == []

    mornings(clock, EIGHT_IN_ROME, EIGHT_IN_ROME, EIGHT_IN_ROME + quarter, NOON)
    assert [message.to for message in mail.outbox] == [["walt@example.org"]]
    assert "Write it" in mail.outbox[0].body

    mornings(clock, EIGHT_IN_ROME + timedelta(days=1))
    assert len(mail.outbox) == 2


def test_eight_is_eight_in_ones_own_zone(hired, clock):
    hired("yuki", Role.WEB_WRITER, time_zone="Asia/Tokyo", language="en")
    TaskFactory()

    mornings(clock, EIGHT_IN_ROME)
    assert mail.outbox == []

    mornings(clock, EIGHT_IN_ROME + timedelta(hours=17))  # Tuesday 08:00 in Tokyo
    assert len(mail.outbox) == 1


def test_not_on_a_day_off(walt, clock):
    TaskFactory()

    mornings(clock, EIGHT_IN_ROME - timedelta(days=1))

    assert mail.outbox == []


def test_not_when_nothing_waits(walt, clock):
    mornings(clock, EIGHT_IN_ROME)

    assert mail.outbox == []


def test_at_most_seven_lines(walt, clock):
    for number in range(9):
        TaskFactory(title=f"Task {number}")

    mornings(clock, EIGHT_IN_ROME)

    lines = [line for line in mail.outbox[0].body.splitlines() if line.startswith("- ")]
    assert len(lines) == 7
    assert lines[-1] == "- … and 3 more"
    assert mail.outbox[0].subject == "9 things wait for you"


def test_a_line_names_the_campaign_of_a_step_and_not_the_step_twice(walt, gwen, clock):
    step = a_run_of(a_plan(), owner=gwen, part_of="Summer sale")
    TaskFactory(title="Knock", subject=step)

    mornings(clock, EIGHT_IN_ROME)

    assert "- Knock · Summer sale\n" in mail.outbox[0].body


def test_in_ones_own_language_with_a_way_in_and_a_way_out(walt, clock, settings):
    settings.SITE_URL = "https://regia.example"
    TaskFactory()

    mornings(clock, EIGHT_IN_ROME)

    message = mail.outbox[0]
    assert "https://regia.example/inbox/" in message.body
    assert message.extra_headers["List-Unsubscribe"] == f"<https://regia.example{off(walt)}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def off(person):
    return f"/inbox/morning-mail/{digest.token_of(person)}/"


def test_off_by_a_click_without_logging_in(walt, client, clock):
    TaskFactory()
    assert "walt@example.org" in client.get(off(walt)).content.decode()
    assert User.objects.get(pk=walt.pk).wants_digest  # looking is not pressing

    client.post(off(walt))

    assert not User.objects.get(pk=walt.pk).wants_digest
    mornings(clock, EIGHT_IN_ROME)
    assert mail.outbox == []


def test_a_made_up_key_opens_nothing(client, db):
    assert client.get("/inbox/morning-mail/1:abc:def/").status_code == 404


def test_mail_that_fails_is_sent_after_the_lease(walt, clock, monkeypatch):
    TaskFactory()
    monkeypatch.setattr(digest.EmailMessage, "send", fails)
    mornings(clock, EIGHT_IN_ROME)
    monkeypatch.undo()

    mornings(clock, EIGHT_IN_ROME + timedelta(minutes=5))
    assert mail.outbox == []  # somebody may still be sending it
    assert Digest.objects.get().sent_at is None

    mornings(clock, EIGHT_IN_ROME + timedelta(minutes=15))
    assert len(mail.outbox) == 1


def fails(message, *args, **kwargs):
    raise SMTPServerDisconnected


def test_one_mail_that_fails_holds_up_no_other(walt, hired, clock, monkeypatch):
    hired("wilma", Role.WEB_WRITER)
    TaskFactory()
    send = digest.EmailMessage.send

    def fails_for_walt(message, *args, **kwargs):
        return fails(message) if message.to == ["walt@example.org"] else send(message)

    monkeypatch.setattr(digest.EmailMessage, "send", fails_for_walt)
    mornings(clock, EIGHT_IN_ROME)

    assert [message.to for message in mail.outbox] == [["wilma@example.org"]]
