"""The figures of the desks and the team, each on a small case with a known answer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from analytics.kpi import Dimension
from roles.team.models import Role
from roles.web_writer.models import Draft
from tests.analytics.conftest import MONDAY, rome
from tests.factories import (
    NOON,
    CarrierFactory,
    ChannelFactory,
    MarketFactory,
    OrderFactory,
    OrderLineFactory,
    PageViewFactory,
    ParcelFactory,
    ProductFactory,
    RefundFactory,
    ReviewFactory,
    TaskFactory,
    VisitFactory,
)

TODAY = str(MONDAY)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def bought(visit, *prices, **fields):
    order = OrderFactory(visit_ref=visit.external_id, channel=visit.channel, **fields)
    for price in prices:
        OrderLineFactory(order=order, unit_price=Decimal(price))
    return order


# Marketing


def test_a_visit_converts_once_however_often_it_buys(measured):
    buyer, _looker, regretter = VisitFactory.create_batch(3)
    bought(buyer, "10")
    bought(buyer, "20")
    bought(regretter, "99", cancelled=True)

    assert measured("traffic.sessions") == {TODAY: 3}
    assert measured("traffic.conversion") == {TODAY: (1, 3)}
    assert measured("traffic.revenue_per_session") == {TODAY: (30, 3)}


def test_a_visit_counts_on_its_own_day_even_when_it_buys_after_midnight(measured):
    visit = VisitFactory(started_at=rome("2026-06-15 23:55"))
    bought(visit, "10", placed_at=rome("2026-06-16 00:10"))

    assert measured("traffic.conversion", MONDAY, MONDAY + A_DAY) == {TODAY: (1, 1)}


def test_another_channel_s_visit_of_the_same_number_brought_nothing(measured):
    VisitFactory(external_id="7", channel=ChannelFactory(code="other"))
    bought(VisitFactory(external_id="7"), "10")

    assert measured("traffic.conversion", by=Dimension.CHANNEL) == {
        (TODAY, "other"): (0, 1),
        (TODAY, "web"): (1, 1),
    }


def test_a_bounce_is_a_visit_of_exactly_one_page(measured):
    VisitFactory()
    PageViewFactory(visit=VisitFactory(source="google"))
    long = VisitFactory(source="google")
    PageViewFactory.create_batch(3, visit=long)

    assert measured("traffic.bounce_rate") == {TODAY: (1, 2)}
    assert measured("traffic.pages_per_session") == {TODAY: (4, 2)}
    assert measured("traffic.pages_per_session", by=Dimension.SOURCE) == {(TODAY, "google"): (4, 2)}


@pytest.mark.parametrize("name", ["source", "medium", "campaign", "device"])
def test_visits_split_by(measured, name):
    VisitFactory(**{name: "a"})
    VisitFactory.create_batch(2, **{name: "b"})

    split = measured("traffic.sessions", by=Dimension(name))

    assert split == {(TODAY, "a"): 1, (TODAY, "b"): 2}


# Warehouse


def test_parcels_count_on_the_day_they_left(measured):
    ParcelFactory(shipped=True, carrier=CarrierFactory(name="BRT"))
    ParcelFactory(shipped=True)
    ParcelFactory(packed=True)

    assert measured("shipping.parcels") == {TODAY: 2}
    assert measured("shipping.parcels", by=Dimension.CARRIER) == {
        (TODAY, ""): 1,
        (TODAY, "BRT"): 1,
    }


def test_hours_from_payment_to_courier_need_a_payment(measured):
    ParcelFactory(shipped=True, order__paid_at=NOON - 36 * AN_HOUR)
    ParcelFactory(shipped=True, order__paid_at=NOON - 6 * AN_HOUR)
    ParcelFactory(shipped=True, order__paid_at=None)

    assert measured("shipping.paid_to_shipped_hours") == {TODAY: (42, 2)}


def test_hours_across_a_daylight_saving_night_are_real_hours(measured):
    shipped = rome("2026-03-29 12:00")
    ParcelFactory(
        status="shipped",
        shipped_at=shipped,
        order__paid_at=rome("2026-03-28 12:00") + AN_HOUR,  # 12:00 on the winter clock
    )

    assert measured("shipping.paid_to_shipped_hours", date(2026, 3, 29)) == {"2026-03-29": (23, 1)}


def test_shipped_on_time_counts_only_parcels_with_a_promise(measured):
    ParcelFactory(shipped=True, promised_for=NOON)
    ParcelFactory(shipped=True, promised_for=NOON - timedelta(seconds=1))
    ParcelFactory(shipped=True, promised_for=None)

    assert measured("shipping.on_time") == {TODAY: (1, 2)}


def test_delivered_on_the_promised_day_is_on_time_until_midnight(measured):
    def delivered(at, **fields):
        ParcelFactory(status="delivered", shipped_at=NOON, delivered_at=rome(at), **fields)

    delivered("2026-06-15 23:59", promised_date=MONDAY)
    delivered("2026-06-15 12:00", promised_date=MONDAY - A_DAY)
    delivered("2026-06-15 12:00", order__promised_date=MONDAY)
    delivered("2026-06-15 12:00")

    assert measured("delivery.on_time") == {TODAY: (2, 3)}


def test_days_from_order_to_door_may_be_parts_of_days(measured):
    ParcelFactory(
        status="delivered",
        shipped_at=NOON,
        delivered_at=NOON,
        order__placed_at=NOON - timedelta(days=2, hours=12),
    )

    assert measured("delivery.days") == {TODAY: (Decimal("2.5"), 1)}


# Levels, taken in the evening


def test_what_is_late_in_the_building_is_taken_as_it_stands(measured):
    ChannelFactory(code="quiet")
    ParcelFactory(promised_for=NOON)
    ParcelFactory(packed=True, promised_for=NOON)
    ParcelFactory(promised_for=NOON + timedelta(days=5))
    ParcelFactory(shipped=True, promised_for=NOON)

    assert measured("shipping.late_open", by=Dimension.CHANNEL) == {
        (TODAY, "quiet"): 0,
        (TODAY, "web"): 2,
    }


def test_refunds_wait_until_paid_or_refused(measured):
    RefundFactory()
    RefundFactory(paid=True)
    RefundFactory(status="refused")

    assert measured("care.refunds_waiting") == {TODAY: 1}


def test_a_product_is_complete_when_told_in_every_market_s_language(measured):
    MarketFactory()
    ProductFactory(told=True)
    ProductFactory()
    ProductFactory(status="archived")

    assert measured("content.complete") == {TODAY: (1, 2)}


def test_overdue_work_is_counted_by_hat(measured):
    TaskFactory(due_at=NOON)
    TaskFactory(due_at=NOON, status="done", ended_at=NOON)

    by_role = measured("team.overdue", by=Dimension.ROLE)

    assert by_role[TODAY, Role.WEB_WRITER] == 1
    assert by_role[TODAY, Role.WAREHOUSE] == 0
    assert measured("team.overdue") == {TODAY: 1}


# Customer care


def test_reviews_count_on_the_day_they_were_written(measured):
    for score in (5, 4, 2, 1):
        ReviewFactory(score=score)
    ReviewFactory(score=1, reviewed_at=NOON - A_DAY)

    assert measured("care.review_score") == {TODAY: (12, 4)}
    assert measured("care.low_review_share") == {TODAY: (2, 4)}


# Web writer


def test_a_text_sent_back_once_was_not_approved_at_first_sight(measured, gwen):
    def approved(*, sent_back):
        draft = Draft.objects.create(
            product=ProductFactory(), language="it", begun_at=NOON,
            status="approved", approved_at=NOON,
        )  # fmt: skip
        if sent_back:
            draft.moves.create(came_from="submitted", became="changes", moved_at=NOON)

    approved(sent_back=False)
    approved(sent_back=True)
    approved(sent_back=False)

    assert measured("content.approved") == {TODAY: 3}
    assert measured("content.first_pass") == {TODAY: (2, 3)}


# Team


def test_work_done_is_judged_by_when_it_was_due(measured):
    TaskFactory(status="done", opened_at=NOON - 5 * AN_HOUR, ended_at=NOON, due_at=NOON)
    TaskFactory(status="done", opened_at=NOON - AN_HOUR, ended_at=NOON, due_at=NOON - AN_HOUR)
    TaskFactory(status="cancelled", ended_at=NOON)

    assert measured("team.done") == {TODAY: 2}
    assert measured("team.on_time") == {TODAY: (1, 2)}
    assert measured("team.hours_to_done") == {TODAY: (6, 2)}
    assert measured("team.done", by=Dimension.ROLE) == {(TODAY, Role.WEB_WRITER): 2}
