"""Each figure of the coordinator on a small case with a known answer."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from analytics import actions, reading
from analytics.kpi import Dimension, Span
from analytics.kpis import BY_KEY
from tests.analytics.conftest import MONDAY, NEXT_MORNING, rome
from tests.factories import (
    NOON,
    CategoryFactory,
    ChannelFactory,
    CustomerFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    RefundFactory,
    VariantFactory,
)

TODAY = str(MONDAY)


def order_of(*prices, quantity=1, **fields):
    order = OrderFactory(**fields)
    for price in prices:
        OrderLineFactory(order=order, unit_price=Decimal(price), quantity=quantity)
    return order


def test_revenue_is_price_times_quantity_without_shipping(measured):
    order_of("10.50", "4.25", quantity=2, shipping_charged=Decimal("7"))

    assert measured("sales.revenue") == {TODAY: Decimal("29.50")}
    assert measured("sales.shipping") == {TODAY: Decimal("7")}


def test_shipping_adds_what_is_charged_on_the_order_and_on_its_lines(measured):
    order = OrderFactory(shipping_charged=Decimal("5"), country="IT")
    OrderLineFactory(order=order, shipping_charged=Decimal("2.50"))
    OrderLineFactory(order=order, shipping_charged=Decimal("1.25"))
    order_of("10", cancelled=True, shipping_charged=Decimal("9"))

    assert measured("sales.shipping") == {TODAY: Decimal("8.75")}
    assert measured("sales.shipping", by=Dimension.COUNTRY) == {(TODAY, "IT"): Decimal("8.75")}


def test_a_cancelled_order_counts_only_as_placed(measured):
    order_of("10")
    order_of("99", cancelled=True)

    assert measured("sales.revenue") == {TODAY: 10}
    assert measured("sales.orders") == {TODAY: 1}
    assert measured("sales.cancellation_rate") == {TODAY: (1, 2)}


def test_an_order_without_lines_is_an_order_but_does_not_lower_the_average(measured):
    order_of("10", "20", quantity=2)
    order_of("30")
    OrderFactory()

    assert measured("sales.orders") == {TODAY: 3}
    assert measured("sales.aov") == {TODAY: (90, 2)}
    assert measured("sales.units_per_order") == {TODAY: (5, 2)}


def test_midnight_belongs_to_the_new_day_of_the_channel(measured):
    order_of("1", placed_at=rome("2026-06-15 23:59"))
    order_of("2", placed_at=rome("2026-06-16 00:00"))

    revenue = measured("sales.revenue", MONDAY, MONDAY + timedelta(days=1))

    assert revenue == {"2026-06-15": 1, "2026-06-16": 2}


def test_each_channel_has_its_own_midnight(measured):
    brazil = ChannelFactory(code="olist", time_zone="America/Sao_Paulo")
    half_past_midnight_in_rome = rome("2026-06-16 00:30")
    order_of("1", placed_at=half_past_midnight_in_rome)
    order_of("2", placed_at=half_past_midnight_in_rome, channel=brazil)
    last = MONDAY + timedelta(days=1)

    assert measured("sales.revenue", MONDAY, last) == {"2026-06-15": 2, "2026-06-16": 1}
    assert measured("sales.orders", MONDAY, last, channel=brazil) == {"2026-06-15": 1}


def test_every_hour_of_a_daylight_saving_night_is_on_one_day(measured):
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day, hours in ((spring, 23), (autumn, 25)):
        begins = datetime(2026, day.month, day.day, tzinfo=UTC) - timedelta(
            hours=1 if day is spring else 2
        )
        for hour in range(-1, hours + 1):
            order_of("1", placed_at=begins + timedelta(hours=hour))

    a_day = timedelta(days=1)
    assert measured("sales.orders", spring - a_day, spring + a_day) == {
        "2026-03-28": 1, "2026-03-29": 23, "2026-03-30": 1,
    }  # fmt: skip
    assert measured("sales.orders", autumn - a_day, autumn + a_day) == {
        "2026-10-24": 1, "2026-10-25": 25, "2026-10-26": 1,
    }  # fmt: skip


def test_the_29th_of_february_is_a_day_like_any_other(measured):
    order_of("3", placed_at=datetime(2028, 2, 29, 12, tzinfo=UTC))

    leap = measured("sales.revenue", date(2028, 2, 28), date(2028, 3, 1))

    assert leap == {"2028-02-29": 3}


def test_a_refund_in_another_month_counts_on_its_own_day_and_on_the_order_s(measured):
    order = order_of("10", "20")
    later = NOON + timedelta(days=40)
    RefundFactory(order=order, line=order.lines.first(), paid=True, refunded_at=later)

    assert measured("sales.refunds", MONDAY, later.date()) == {str(later.date()): 10}
    assert measured("sales.refund_rate") == {TODAY: (1, 2)}
    assert measured("sales.revenue") == {TODAY: 30}


def test_a_cancelled_order_s_refund_is_money_back_but_no_refunded_line(measured):
    order = order_of("10", cancelled=True)
    RefundFactory(order=order, line=order.lines.get(), paid=True)
    order_of("5")

    assert measured("sales.refunds") == {TODAY: 10}
    assert measured("sales.refund_rate") == {TODAY: (0, 1)}


def test_refunds_asked_for_or_refused_are_not_money_back(measured):
    order = order_of("10", "20", "30")
    first, second, third = order.lines.order_by("pk")
    RefundFactory(order=order, line=first)
    RefundFactory(order=order, line=second, status="refused")
    RefundFactory(order=order, line=third, paid=True)
    RefundFactory(order=order, line=third, paid=True)

    assert measured("sales.refunds") == {TODAY: 20}
    assert measured("sales.refund_rate") == {TODAY: (2, 3)}


def test_a_line_without_product_is_sold_in_no_category(measured):
    lamps = CategoryFactory(path="Home > Lamps")
    lamp = VariantFactory(product=ProductFactory(category=lamps))
    order = order_of("5")
    OrderLineFactory(order=order, variant=lamp, unit_price=Decimal("8"))

    split = measured("sales.revenue", by=Dimension.CATEGORY)

    assert split == {(TODAY, ""): 5, (TODAY, "Home > Lamps"): 8}


def test_margin_counts_only_lines_whose_cost_is_known(measured):
    order = order_of("100")  # no cost: neither margin nor its revenue
    OrderLineFactory(order=order, unit_price=10, unit_cost=Decimal("4"), quantity=3)
    cheap = VariantFactory(cost=Decimal("6"))
    OrderLineFactory(order=order, unit_price=10, variant=cheap)
    OrderLineFactory(order=order, unit_price=10, variant=cheap, unit_cost=Decimal("0"))

    assert measured("sales.gross_margin") == {TODAY: (18 + 4 + 10, 50)}


def test_a_cost_in_the_shop_s_money_is_turned_into_the_order_s(measured):
    cheap = VariantFactory(cost=Decimal("5"))
    dollars = OrderFactory(currency="USD", rate=Decimal("0.5"))
    OrderLineFactory(order=dollars, unit_price=30, variant=cheap)
    unrated = OrderFactory(currency="USD", rate=None)
    OrderLineFactory(order=unrated, unit_price=30, variant=cheap)

    assert measured("sales.gross_margin") == {TODAY: (20, 30)}


def test_nothing_to_measure_is_no_row(measured):
    order_of("10")

    assert measured("sales.gross_margin") == {}
    assert measured("sales.refunds") == {}


def test_a_customer_s_first_order_is_new_and_the_second_is_not(measured):
    bruna, carlo = CustomerFactory(), CustomerFactory()
    order_of("1", customer=bruna, placed_at=NOON - timedelta(days=3), cancelled=True)
    order_of("1", customer=bruna)
    order_of("1", customer=bruna)
    order_of("1", customer=carlo, placed_at=NOON - timedelta(days=1))
    order_of("1", customer=carlo)
    order_of("1")

    assert measured("sales.new_customers") == {TODAY: (1, 4)}


def test_who_had_ordered_on_an_earlier_day_returns(measured):
    bruna, carlo, dora = CustomerFactory.create_batch(3)
    order_of("1", customer=bruna)
    order_of("1", customer=bruna, placed_at=NOON + timedelta(hours=1))
    order_of("1", customer=carlo, placed_at=NOON - timedelta(days=1))
    order_of("1", customer=carlo)
    order_of("1", customer=carlo)
    order_of("1", customer=dora, placed_at=NOON - timedelta(days=9), cancelled=True)
    order_of("1", customer=dora)

    assert measured("sales.repeat_rate") == {TODAY: (1, 3)}


def test_two_currencies_add_up_in_the_shop_s_money(measured):
    order_of("10")
    order_of("30", currency="USD", rate=Decimal("0.5"))

    assert measured("sales.revenue") == {TODAY: 25}
    assert measured("sales.aov") == {TODAY: (25, 2)}


def test_one_foreign_currency_alone_is_shown_as_charged(measured):
    order_of("30", currency="USD", rate=None)

    assert measured("sales.revenue") == {TODAY: 30}


def test_money_without_a_rate_is_never_added_to_other_money(db):
    order_of("10")
    order_of("30", currency="BRL", rate=None)
    kpi, span = BY_KEY["sales.revenue"], Span.of(MONDAY, MONDAY)
    actions.measure_one(kpi, span, now=NEXT_MORNING)

    (figure,) = reading.figures(kpi, span)

    assert figure.figure is None
    assert figure.unrated == {"BRL"}
