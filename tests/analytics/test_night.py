"""A night: opened once, shared, killed, run again, and always the same rows."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics import actions, alarms, jobs, nights, reading, sources
from analytics.amounts import Amounts
from analytics.days import restated_span
from analytics.kpi import Span
from analytics.kpis import BY_KEY, KPIS
from analytics.models import Alarm, Measurement, MonthTotal, Night, NightPart, Target
from orders.models import Order
from roles.tasks import inbox
from roles.tasks.models import Task
from tests.analytics.conftest import MONDAY, NEXT_MORNING
from tests.factories import (
    NOON,
    ChannelFactory,
    OrderFactory,
    OrderLineFactory,
    ParcelFactory,
    TaskFactory,
    VisitFactory,
)

A_DAY = timedelta(days=1)
TODAY = Span.of(MONDAY, MONDAY)


def rows():
    """Every measured row, without the moments at which it was written."""
    return set(
        Measurement.objects.values_list(
            "kpi", "dimension", "day", "channel", "value", "currency", "numerator", "denominator",
            "numerator_in_shop", "denominator_in_shop", "version",
        )
    )  # fmt: skip


def a_busy_week():
    for number in range(7):
        order = OrderFactory(placed_at=NOON - number * A_DAY, paid_at=NOON - number * A_DAY)
        OrderLineFactory.create_batch(2, order=order)
        ParcelFactory(shipped=True, order=order)
        VisitFactory(started_at=NOON - number * A_DAY)


def whole_night(now=NEXT_MORNING):
    night = nights.begin(restated_span(MONDAY), by=None, now=now)
    for part in night.parts.all():
        nights.measure_part(part.pk, now=now)
    nights.end(night, now=now)
    night.refresh_from_db()
    return night


# Once, and always the same


def test_a_second_night_leaves_the_same_rows_and_restates_nothing(db):
    a_busy_week()
    whole_night()
    first = rows()

    again = whole_night()

    assert rows() == first
    assert nights.told(again).restated == 0
    assert not Measurement.objects.exclude(restated_at=None).exists()


def test_a_late_order_restates_its_day_as_a_full_rebuild_would(db):
    a_busy_week()
    whole_night()
    OrderLineFactory(order=OrderFactory(placed_at=NOON - 3 * A_DAY), unit_price=Decimal("7"))

    late = whole_night()

    restated = rows()
    assert nights.told(late).restated > 0
    changed = Measurement.objects.filter(kpi="sales.revenue", dimension="").exclude(
        restated_at=None
    )
    assert [row.day for row in changed] == [MONDAY - 3 * A_DAY]
    Measurement.objects.all().delete()
    whole_night()
    assert rows() == restated


def test_a_day_that_emptied_loses_its_rows(db):
    line = OrderLineFactory()
    actions.measure_one(BY_KEY["sales.revenue"], TODAY, now=NEXT_MORNING)
    line.delete()

    measured = actions.measure_one(BY_KEY["sales.revenue"], TODAY, now=NEXT_MORNING)

    assert measured == (0, 3)  # the total, its one country and its one category were taken back
    assert not Measurement.objects.filter(dimension="").exists()


def test_the_clock_opens_one_night_per_business_day(db):
    early = NEXT_MORNING - timedelta(hours=3)  # 01:00 in Rome

    before = nights.begin_if_due(now=early)
    first = nights.begin_if_due(now=NEXT_MORNING)
    second = nights.begin_if_due(now=NEXT_MORNING)

    assert before.business_day == MONDAY - A_DAY
    assert (first.business_day, first.to_date) == (MONDAY, MONDAY)
    assert first.from_date == MONDAY - 34 * A_DAY
    assert second is None
    assert first.parts.count() == len(KPIS)


def test_the_clock_measures_and_ends_the_night(db):
    a_busy_week()

    jobs.run_the_night()

    night = Night.objects.get()
    assert night.ended_at
    assert not NightPart.objects.filter(ended_at=None).exists()
    assert all(part.seconds > 0 for part in night.parts.all())


def broken_in_the_database(span):
    return Amounts((("broken", ()),))


def broken_in_the_sum(span):
    raise ZeroDivisionError


@pytest.mark.parametrize("measure", [broken_in_the_database, broken_in_the_sum])
def test_a_part_that_fails_is_told_and_does_not_stop_the_others(measure, db, monkeypatch):
    broken = replace(BY_KEY["sales.orders"], measure=measure)
    monkeypatch.setitem(BY_KEY, "sales.orders", broken)

    night = whole_night()

    (failed,) = night.parts.exclude(error="")
    assert failed.kpi == "sales.orders"
    assert night.ended_at
    assert nights.told(night).failed == 1


# Killed, and in parallel: real connections


@pytest.fixture
def separate(transactional_db):
    """Threads with connections of their own, which see what was committed."""

    def run(*calls):
        problems = []

        def alone(call):
            try:
                call()
            except Exception as problem:
                problems.append(problem)
            finally:
                connection.close()

        threads = [threading.Thread(target=alone, args=[call]) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return problems

    return run


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_leave_the_rows_of_one(separate):
    a_busy_week()
    whole_night()
    expected = rows()
    Measurement.objects.all().delete()

    problems = separate(*[whole_night] * 3)

    assert problems == []
    assert rows() == expected


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_open_one_night(separate):
    problems = separate(*[lambda: nights.begin_if_due(now=NEXT_MORNING)] * 8)

    assert problems == []
    assert Night.objects.count() == 1
    assert NightPart.objects.count() == len(KPIS)


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_on_measure_now_open_one_night(separate, hired):
    separate(*[lambda: nights.begin_by_hand(TODAY, by=None, now=NEXT_MORNING)] * 8)

    assert Night.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_taken_up_at_once(separate, monkeypatch):
    a_busy_week()
    night = nights.begin(restated_span(MONDAY), by=None, now=NEXT_MORNING)
    part = night.parts.get(kpi="sales.revenue")
    write = actions._write

    def killed(*args, **kwargs):
        write(*args, **kwargs)
        raise KeyboardInterrupt  # after the rows, before the commit

    monkeypatch.setattr(actions, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        nights.measure_part(part.pk, now=NEXT_MORNING)
    monkeypatch.undo()
    assert rows() == set()

    later = NEXT_MORNING + timedelta(seconds=30)
    left = nights.abandoned(now=later)
    assert part.pk in left
    for pk in left:
        nights.measure_part(pk, now=later)

    assert nights.end(night, now=later)
    resumed = rows()
    whole_night()
    assert rows() == resumed != set()


@pytest.mark.django_db(transaction=True)
def test_a_part_somebody_is_at_is_left_to_them(separate):
    night = nights.begin(TODAY, by=None, now=NEXT_MORNING)
    held = night.parts.first()
    later = NEXT_MORNING + timedelta(minutes=5)
    seen = {}

    def look():
        seen["left"] = nights.abandoned(now=later)
        seen["measured"] = nights.measure_part(held.pk, now=later)

    with nights.transaction.atomic():
        list(NightPart.objects.select_for_update().filter(pk=held.pk))
        problems = separate(look)

    held.refresh_from_db()
    assert problems == []
    assert seen["left"] == []
    assert held.ended_at is None


# Levels


def test_a_level_is_taken_once_and_never_afterwards(db):
    ParcelFactory(promised_for=NOON)
    kpi = BY_KEY["shipping.late_open"]

    actions.measure_one(kpi, TODAY, now=NEXT_MORNING)
    ParcelFactory(promised_for=NOON)
    actions.measure_one(kpi, TODAY, now=NEXT_MORNING)
    too_late = actions.measure_one(kpi, Span.of(MONDAY - A_DAY, MONDAY - A_DAY), now=NEXT_MORNING)

    assert [row.numerator for row in Measurement.objects.all()] == [1]
    assert too_late == (0, 0)


def test_a_missed_evening_rings_until_the_evenings_are_whole_again(db):
    ChannelFactory()
    kpi = BY_KEY["shipping.late_open"]

    def evening(number):
        day, now = MONDAY + number * A_DAY, NEXT_MORNING + number * A_DAY
        actions.measure_one(kpi, Span.of(day, day), now=now)
        night = nights.begin(Span.of(day, day), by=None, now=now)
        night.parts.update(ended_at=now)
        nights.end(night, now=now)
        alarms.sound(now=now)
        return Alarm.objects.ringing().filter(kpi=kpi.key)

    assert not evening(0)
    assert not evening(1)
    missed = evening(3).get()
    assert missed.value is None
    assert missed.said == "the evening was missed"
    assert not evening(4)


# Alarms


@pytest.fixture
def mondays(db):
    """Orders on the last same weekdays: mondays(20, 21, …, newest last)."""

    def place(*counts):
        for weeks, number in enumerate(reversed(counts)):
            OrderFactory.create_batch(number, placed_at=NOON - weeks * timedelta(days=7))
        actions.measure_one(
            BY_KEY["sales.orders"], Span.of(MONDAY - 70 * A_DAY, MONDAY), now=NEXT_MORNING
        )
        night = nights.begin(TODAY, by=None, now=NEXT_MORNING)
        night.parts.update(ended_at=NEXT_MORNING)
        nights.end(night, now=NEXT_MORNING)
        alarms.sound(now=NEXT_MORNING)
        return Alarm.objects.ringing().filter(kpi="sales.orders")

    return place


def test_a_fall_far_below_the_same_weekdays_rings_for_its_owner(mondays):
    alarm = mondays(40, 42, 39, 41, 40, 43, 38, 40, 5).get()

    assert (alarm.value, alarm.expected) == (5, 40)
    task = Task.objects.get(need="alarm-coordinator")
    assert task.subject == alarm
    assert task.role.key == "coordinator"


def test_its_task_says_on_which_channel_without_asking_for_each(mondays):
    alarm = mondays(40, 42, 39, 41, 40, 43, 38, 40, 5).get()
    need = Task.objects.get(need="alarm-coordinator")
    spain = ChannelFactory(code="es", name="Amazon.es")
    twin = Alarm.objects.create(
        kpi=alarm.kpi,
        channel=spain,
        since=MONDAY,
        last_day=MONDAY,
        owner=alarm.owner,
        rang_at=NEXT_MORNING,
    )
    TaskFactory(subject=twin, role=need.role)

    with CaptureQueriesContext(connection) as asked:
        tasks = inbox.lined_up(Task.objects.order_by("pk"), 9, user=None, now=NOON)
        told = [str(task.about) for task in tasks]

    assert told == ["Orders · Web shop", "Orders · Amazon.es"]
    assert not [one for one in asked if 'FROM "catalog_channel"' in one["sql"]]


def test_a_fall_to_nothing_rings(mondays):
    assert mondays(40, 42, 39, 41, 40, 43, 38, 40, 0).get().value == 0


def test_a_rise_is_no_bad_news_for_what_should_rise(mondays):
    assert not mondays(40, 42, 39, 41, 40, 43, 38, 40, 90)


def test_a_usual_day_stays_quiet(mondays):
    assert not mondays(40, 42, 39, 41, 40, 43, 38, 40, 36)


def test_a_few_weeks_are_not_enough_to_know_what_is_usual(mondays):
    assert not mondays(40, 42, 41, 5)


def test_an_alarm_ends_and_its_task_with_it_when_the_figure_is_back(mondays):
    mondays(40, 42, 39, 41, 40, 43, 38, 40, 5)
    OrderFactory.create_batch(36)

    ringing = mondays()

    assert not ringing
    assert Task.objects.get(need="alarm-coordinator").status == Task.Status.DONE


def test_a_target_s_own_bounds_come_before_what_is_usual(mondays):
    Target.objects.create(
        kpi="sales.orders",
        from_date=date(2026, 1, 1),
        value=50,
        lowest=45,
        channel=ChannelFactory(),
    )

    assert mondays(40, 42, 39, 41, 40, 43, 38, 40, 41).get().lowest == 45


# News that came late


def test_a_channel_without_news_is_late_and_rings_no_alarm(mondays):
    ChannelFactory(news_due_hours=6)

    ringing = mondays(40, 42, 39, 41, 40, 43, 38, 40, 0)

    assert not ringing
    (late,) = nights.newest_ended().late_sources
    assert (late.channel, late.source) == ("web", "orders")


def test_a_channel_that_owes_no_news_is_never_late(db):
    OrderFactory(placed_at=NOON - 400 * A_DAY)

    assert [news.is_late for news in sources.news(now=NOON)] == [False]


# From the command line


def run(name, *args):
    out, err = StringIO(), StringIO()
    call_command(name, *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_measure_and_figures_print_the_same_numbers_as_the_pages(db):
    OrderLineFactory(unit_price=Decimal("10.50"))
    run("measure", "--from", "2026-06-01", "--to", "2026-06-30")
    june = ["--from", "2026-06-01", "--to", "2026-06-30"]

    assert run("figures", "sales.revenue", *june)[0].splitlines() == [
        "period,value,numerator,denominator,figure",
        "2026-06-15,,10.5,,10.5",
    ]
    assert run("figures", "sales.aov", *june, "--per", "week", "--by", "channel")[0].endswith(
        "2026-W25,web,10.5,1,10.5\n"
    )
    assert run("figures", "sales.aov", *june, "--per", "month")[0].endswith(
        "2026-06,,10.5,1,10.5\n"
    )
    assert run("figures", "sales.aov", *june, "--per", "span", "--channel", "web")[0].endswith(
        "2026-06-01/2026-06-30,,10.5,1,10.5\n"
    )


def test_money_without_a_rate_is_said_on_the_side(db):
    OrderLineFactory(order__currency="BRL", order__rate=None)
    OrderLineFactory()
    run("measure", "--from", "2026-06-15", "--to", "2026-06-15")

    out, err = run("figures", "sales.revenue", "--from", "2026-06-15", "--to", "2026-06-15")

    assert out.splitlines()[1] == "2026-06-15,,,,"
    assert "no rate for BRL" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sales.revenu"], "There is no KPI"),
        (["sales.revenue", "--by", "role"], "category, channel, country"),
        (["sales.revenue", "--channel", "nix"], "There is no channel"),
        (["team.done", "--channel", "web"], "not measured by channel"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(db, arguments, words):
    with pytest.raises(CommandError, match=words) as refusal:
        run("figures", *arguments, "--from", "2026-06-01", "--to", "2026-06-30")

    assert refusal.value.returncode == 2


def test_kpis_lists_every_kpi_with_its_definition():
    listed = run("kpis")[0]

    for kpi in KPIS:
        assert kpi.key in listed
        assert len(kpi.source_text) > 15


def test_levels_of_a_longer_time_are_those_of_its_last_evening(db):
    ParcelFactory(promised_for=NOON)
    kpi = BY_KEY["shipping.late_open"]
    actions.measure_one(kpi, TODAY, now=NEXT_MORNING)
    ParcelFactory(promised_for=NOON)
    tomorrow = Span.of(MONDAY + A_DAY, MONDAY + A_DAY)
    actions.measure_one(kpi, tomorrow, now=NEXT_MORNING + A_DAY)

    (week,) = reading.figures(kpi, Span.of(MONDAY, MONDAY + 6 * A_DAY), per=reading.Per.WEEK)

    assert week.figure == 2


def test_months_are_what_their_days_add_up_to_after_every_night(db):
    olist = ChannelFactory(code="olist", currency="BRL")
    for days_ago, fields in [(0, {}), (20, {}), (21, {"channel": olist, "currency": "BRL"})]:
        order = OrderFactory(placed_at=NOON - days_ago * A_DAY, **{"rate": None} | fields)
        OrderLineFactory(order=order, unit_price=100)
    revenue = BY_KEY["sales.revenue"]
    whole = Span.of(MONDAY - 40 * A_DAY, MONDAY)
    actions.measure_one(revenue, whole, now=NEXT_MORNING)
    OrderLineFactory(order=Order.objects.earliest("pk"), unit_price=11)

    actions.measure_one(revenue, Span.of(MONDAY, MONDAY), now=NEXT_MORNING)
    actions.measure_one(revenue, Span.of(MONDAY, MONDAY), now=NEXT_MORNING)

    kept = MonthTotal.objects.order_by("month", "currency")
    named = [(f"{each.month:%B}", each.currency, each.numerator) for each in kept]
    assert named == [("May", "BRL", 100), ("May", "EUR", 100), ("June", "EUR", 111)]
    assert {each.numerator_in_shop for each in kept} == {None}
