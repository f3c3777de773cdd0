"""What an answer is worth, and what becomes of a check."""

from datetime import timedelta

import pytest

from catalog.models import Channel
from config.lib.fetch import Page
from roles.webmaster import actions, asking, jobs
from roles.webmaster.asking import Outcome
from roles.webmaster.models import CheckDay, CheckResult, SiteCheck
from tests.config.test_fetch import Listener
from tests.factories import NOON, ChannelFactory, ProductFactory
from tests.factories.webmaster import SiteCheckFactory

pytestmark = pytest.mark.django_db
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GOOD = Outcome(status=200, first_byte_ms=180, size_bytes=4000)
BAD = Outcome(problem="status", status=500, first_byte_ms=90, size_bytes=20)


def page(body="", **fields):
    answer = {"address": "", "status": 200, "body": body.encode(), "first_byte_ms": 200}
    return Page(**(answer | fields))


# What an answer is worth


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, ""),
        ({"status": 204}, ""),
        ({"status": 304}, ""),
        ({"status": 404}, "status"),
        ({"status": 500}, "status"),
        ({"first_byte_ms": 1500}, ""),
        ({"first_byte_ms": 1501}, "slow"),
        ({"body": "x" * 10 * 1024}, ""),
        ({"body": "x" * (10 * 1024 + 1)}, "big"),
        ({"is_cut": True}, "big"),
    ],
)
def test_a_page_must_answer_soon_and_be_light(fields, problem):
    check = SiteCheckFactory.build(at_most_kb=10)

    assert asking.judged(check, page(**fields)).problem == problem


@pytest.mark.parametrize(
    ("expects", "body", "lacks"),
    [
        ("ESTATE20", "<b>ESTATE20</b>", ""),
        ("ESTATE20", "<b>ESTATE 20</b>", "ESTATE20"),
        ("Perché no?", "<p>Perch&eacute; no?</p>", ""),
        ("20 % di sconto", "20&nbsp;% di\n  sconto", ""),
        ("ESTATE20\n\nfino al 30 giugno", "ESTATE20", "fino al 30 giugno"),
        ("ESTATE20", "estate20", "ESTATE20"),
        ("", "", ""),
    ],
)
def test_each_line_of_the_expected_text_must_stand_in_the_page(expects, body, lacks):
    outcome = asking.judged(SiteCheckFactory.build(expects=expects), page(body))

    assert (outcome.problem, outcome.note) == ("text" if lacks else "", lacks)


def test_a_wrong_status_is_told_before_missing_words():
    check = SiteCheckFactory.build(expects="ESTATE20")

    assert asking.judged(check, page("Not found", status=404)).problem == "status"


# What becomes of a check


def told(check, outcome, at):
    asking.record(check, outcome, at=at)
    check.refresh_from_db()
    return check


def test_once_is_the_weather_twice_is_a_fault():
    check = SiteCheckFactory(next_at=NOON + AN_HOUR)

    told(check, BAD, NOON)
    assert (check.failures, check.failing_since_at) == (1, NOON)
    assert not SiteCheck.objects.failing(NOON).exists()
    assert not SiteCheck.objects.passing(NOON).exists()
    assert check.next_at == NOON + A_MINUTE

    told(check, BAD, NOON + A_MINUTE)
    assert (check.failures, check.failing_since_at) == (2, NOON)
    assert SiteCheck.objects.failing(NOON).get() == check
    assert check.is_failing


def test_one_good_answer_ends_it():
    check = SiteCheckFactory(failing=True)

    told(check, GOOD, NOON + A_MINUTE)

    assert (check.failures, check.failing_since_at, check.problem) == (0, None, "")
    assert not SiteCheck.objects.failing(NOON).exists()
    assert SiteCheck.objects.passing(NOON + A_MINUTE).get() == check


def test_an_old_answer_proves_nothing():
    check = told(SiteCheckFactory(every_minutes=10), GOOD, NOON)

    assert check in SiteCheck.objects.passing(NOON + 25 * A_MINUTE)
    assert check not in SiteCheck.objects.passing(NOON + 26 * A_MINUTE)


def test_what_was_never_asked_or_is_off_proves_nothing():
    SiteCheckFactory()
    SiteCheckFactory(passing=True, is_active=False)
    SiteCheckFactory(failing=True, is_active=False)
    SiteCheckFactory(failing=True, until_at=NOON)

    assert not SiteCheck.objects.passing(NOON).exists()
    assert not SiteCheck.objects.failing(NOON).exists()


def test_an_answer_to_an_older_question_is_thrown_away():
    campaign = ProductFactory()
    check = actions.watch(campaign, address="https://www.shop.example/a", expects="A", at=NOON)
    actions.watch(campaign, address="https://www.shop.example/a", expects="B", at=NOON)

    told(check, GOOD, NOON)

    assert check.asked_at is None
    assert not CheckResult.objects.exists()


def test_the_day_counts_what_was_asked():
    check = SiteCheckFactory()
    for outcome in [GOOD, BAD, Outcome(problem="no_answer"), GOOD]:
        asking.record(check, outcome, at=NOON)
    asking.record(check, GOOD, at=NOON + 13 * AN_HOUR)

    first, second = CheckDay.objects.order_by("date").values_list(
        "asked", "passed", "timed", "first_byte_sum_ms"
    )
    assert first == (4, 2, 3, 450)
    assert second == (1, 1, 1, 180)
    assert CheckResult.objects.count() == 5


def test_the_end_of_a_certificate_is_kept_where_no_answer_tells_it():
    check = told(SiteCheckFactory(), Outcome(status=200, certificate_until_at=NOON + A_DAY), NOON)
    told(check, BAD, NOON)

    assert check.certificate_until_at == NOON + A_DAY


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (13, True), (15, False)])
def test_a_certificate_is_renewed_two_weeks_before_it_ends(days, is_told):
    SiteCheckFactory(certificate_until_at=NOON + days * A_DAY)
    SiteCheckFactory(certificate_until_at=NOON, is_active=False)
    SiteCheckFactory()

    assert SiteCheck.objects.certificate_expiring(NOON).exists() is is_told


def test_old_answers_are_forgotten_and_their_days_stay(monkeypatch):
    monkeypatch.setattr(asking, "BATCH", 2)
    check = SiteCheckFactory()
    for days in (0, 13, 15, 16, 17, 401):
        asking.record(check, GOOD, at=NOON - days * A_DAY)

    assert asking.forget(now=NOON) == 4
    assert asking.forget(now=NOON) == 0
    assert CheckResult.objects.count() == 2
    assert CheckDay.objects.count() == 5


# Whose turn it is


def test_the_longest_due_is_asked_first_and_moves_on():
    late, due = SiteCheckFactory(next_at=NOON - AN_HOUR), SiteCheckFactory(next_at=NOON)
    SiteCheckFactory(next_at=NOON + A_MINUTE)
    SiteCheckFactory(is_active=False)
    SiteCheckFactory(until_at=NOON)

    assert asking.claimed(now=NOON) == [late, due]
    assert asking.claimed(now=NOON) == []
    late.refresh_from_db()
    assert late.next_at == NOON + 5 * A_MINUTE


def test_a_stale_look_claims_nothing():
    check = SiteCheckFactory()
    stale = SiteCheck.objects.get(pk=check.pk)

    assert asking.claim(check, now=NOON)
    assert not asking.claim(stale, now=NOON)


def test_asked_for_soon_it_is_due():
    check = SiteCheckFactory(next_at=NOON + AN_HOUR)

    actions.ask_soon(check, at=NOON)

    assert asking.claimed(now=NOON) == [check]


# Watching a page of a subject


def test_watching_the_same_page_again_changes_nothing(django_assert_num_queries):
    campaign = ProductFactory()
    page = {"address": "https://www.shop.example/estate", "expects": "ESTATE20", "at": NOON}
    check = actions.watch(campaign, **page)
    told(check, GOOD, NOON)

    with django_assert_num_queries(3) as asked:
        actions.watch(campaign, **page | {"at": NOON + AN_HOUR})

    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert SiteCheck.objects.of(campaign).passing(NOON).get() == check


def test_with_another_coupon_what_was_known_is_forgotten():
    campaign = ProductFactory()
    page = {"address": "https://www.shop.example/estate", "at": NOON}
    told(actions.watch(campaign, expects="ESTATE20", **page), GOOD, NOON)

    actions.watch(campaign, expects="ESTATE30", until=NOON + A_DAY, **page)

    check = SiteCheck.objects.of(campaign).get()
    assert (check.expects, check.until_at, check.asked_at) == ("ESTATE30", NOON + A_DAY, None)
    assert not SiteCheck.objects.of(campaign).passing(NOON).exists()


def test_a_longer_campaign_keeps_what_is_known():
    campaign = ProductFactory()
    page = {"address": "https://www.shop.example/estate", "expects": "ESTATE20", "at": NOON}
    told(actions.watch(campaign, until=NOON + AN_HOUR, **page), GOOD, NOON)

    actions.watch(campaign, until=NOON + A_DAY, **page)

    assert SiteCheck.objects.of(campaign).passing(NOON).get().until_at == NOON + A_DAY


def test_what_nobody_watches_any_more_is_not_asked():
    campaign = ProductFactory()
    actions.watch(campaign, address="https://www.shop.example/", at=NOON)

    actions.unwatch(campaign)

    assert asking.claimed(now=NOON) == []
    assert not actions.watch(campaign, address="https://www.shop.example/", at=NOON).is_active


# The job


@pytest.fixture
def shop():
    listener = Listener("127.0.0.1")
    yield listener
    listener.close()


def test_the_job_asks_only_the_hosts_of_the_channels(shop, settings):
    settings.LOCAL_SITES = [("127.0.0.1", shop.port)]
    ChannelFactory(hosts=["localhost.localdomain"])
    Channel.objects.filter(code="web").update(hosts=["127.0.0.1"])
    ours = SiteCheckFactory(address=f"http://127.0.0.1:{shop.port}/", expects="hello")
    other = SiteCheckFactory(address=f"http://localhost:{shop.port}/")

    jobs.ask_sites()

    ours.refresh_from_db()
    other.refresh_from_db()
    assert (ours.status, ours.problem, ours.failures) == (200, "", 0)
    assert (other.status, other.problem, other.failures) == (None, "not_ours", 1)
    assert shop.calls == 1


def test_one_address_that_cannot_be_asked_spoils_no_other(shop, settings, monkeypatch):
    settings.LOCAL_SITES = [("127.0.0.1", shop.port)]
    ChannelFactory(hosts=["127.0.0.1"])
    broken = SiteCheckFactory(address=f"http://127.0.0.1:{shop.port}/broken")
    ours = SiteCheckFactory(address=f"http://127.0.0.1:{shop.port}/")
    asked = asking.fetch

    def stumbling(address, **options):
        return 1 / 0 if address.endswith("broken") else asked(address, **options)

    monkeypatch.setattr(asking, "fetch", stumbling)

    jobs.ask_sites()

    broken.refresh_from_db()
    ours.refresh_from_db()
    assert (broken.problem, broken.failures) == ("no_answer", 1)
    assert (ours.problem, ours.status) == ("", 200)


def test_a_malformed_redirect_is_a_failure_like_another(settings):
    sent_on = b"HTTP/1.1 302 Found\r\nLocation: http://[x\r\nContent-Length: 0\r\n\r\n"
    shop = Listener("127.0.0.1", sent_on)
    settings.LOCAL_SITES = [("127.0.0.1", shop.port)]
    check = SiteCheckFactory(address=f"http://127.0.0.1:{shop.port}/")

    outcome = asking.ask(check, hosts=["127.0.0.1"])

    shop.close()
    assert outcome.problem == "bad_address"


def test_without_its_setting_the_laptop_is_not_asked(shop, settings):
    ChannelFactory(hosts=["127.0.0.1"])
    check = SiteCheckFactory(address=f"http://127.0.0.1:{shop.port}/")

    jobs.ask_sites()

    check.refresh_from_db()
    assert check.problem == "bad_address"
    assert shop.calls == 0


def test_a_channel_that_is_closed_is_not_asked(shop, settings):
    settings.LOCAL_SITES = [("127.0.0.1", shop.port)]
    ChannelFactory(hosts=["127.0.0.1"], is_active=False)
    check = SiteCheckFactory(address=f"http://127.0.0.1:{shop.port}/")

    jobs.ask_sites()

    check.refresh_from_db()
    assert (check.problem, shop.calls) == ("not_ours", 0)


def test_a_demo_asks_nobody(monkeypatch, settings):
    settings.DEMO = True
    called = []
    monkeypatch.setattr(asking, "fetch", lambda *args, **options: called.append(args))
    new, broken = SiteCheckFactory(), SiteCheckFactory(failing=True)

    jobs.ask_sites()

    new.refresh_from_db()
    broken.refresh_from_db()
    assert called == []
    assert (new.status, new.problem) == (200, "")
    assert (broken.status, broken.failures) == (500, 3)


def test_a_job_ends_when_its_time_is_up(monkeypatch):
    monkeypatch.setattr(jobs, "BUDGET", 0)
    SiteCheckFactory()

    jobs.ask_sites()

    assert SiteCheck.objects.get().asked_at is None
