"""Real shops' histories, imported and measured, against DuckDB straight from their raw files.

Nothing here knows the house's tables: the expected figures come from the CSV alone.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import duckdb
import pytest
from django.core.management import call_command

from analytics import reading
from analytics.kpi import Dimension, Span
from analytics.kpis import BY_KEY
from config.lib.planner import look_around

pytestmark = [pytest.mark.shop_data, pytest.mark.django_db]

OLIST = """
CREATE VIEW orders AS SELECT *, order_purchase_timestamp::timestamp AS placed,
    order_status IN ('canceled', 'unavailable') AS is_cancelled FROM csv('olist_orders_dataset');
CREATE VIEW items AS SELECT i.*, price::decimal(12,2) AS paid,
    placed::date AS day, is_cancelled
    FROM csv('olist_order_items_dataset') i JOIN orders USING (order_id);
CREATE VIEW people AS SELECT order_id, placed, placed::date AS day, customer_unique_id AS person
    FROM orders JOIN csv('olist_customers_dataset') USING (customer_id) WHERE NOT is_cancelled;
CREATE VIEW parcels AS SELECT *, order_delivered_carrier_date::timestamp AS shipped,
    order_delivered_customer_date::timestamp AS delivered,
    order_estimated_delivery_date::timestamp::date AS promised,
    (SELECT min(shipping_limit_date::timestamp) FROM items i WHERE i.order_id = o.order_id)
        AS leave_by
    FROM orders o;
CREATE VIEW reviews AS SELECT review_creation_date::timestamp::date AS day,
    review_score::int AS score FROM csv('olist_order_reviews_dataset');
"""
OLIST_FIGURES = {
    "sales.revenue": "SELECT day, sum(paid) FROM items WHERE NOT is_cancelled GROUP BY 1",
    "sales.shipping": """
        SELECT placed::date, coalesce(sum(freight_value::decimal(12,2)), 0)
        FROM orders LEFT JOIN csv('olist_order_items_dataset') USING (order_id)
        WHERE NOT is_cancelled GROUP BY 1""",
    "sales.orders": "SELECT placed::date, count(*) FROM orders WHERE NOT is_cancelled GROUP BY 1",
    "sales.aov": """
        SELECT day, sum(paid), count(DISTINCT order_id) FROM items
        WHERE NOT is_cancelled GROUP BY 1""",
    "sales.units_per_order": """
        SELECT day, count(*), count(DISTINCT order_id) FROM items
        WHERE NOT is_cancelled GROUP BY 1""",
    "sales.cancellation_rate": """
        SELECT placed::date, count(*) FILTER (is_cancelled), count(*) FROM orders GROUP BY 1""",
    "sales.refunds": "SELECT NULL::date, 0 WHERE false",
    "sales.refund_rate": "SELECT day, 0, count(*) FROM items WHERE NOT is_cancelled GROUP BY 1",
    "sales.gross_margin": "SELECT NULL::date, 0, 0 WHERE false",
    "sales.new_customers": """
        SELECT day, count(*) FILTER (turn = 1), count(*) FROM (
            SELECT day, row_number() OVER (PARTITION BY person ORDER BY placed) AS turn FROM people)
        GROUP BY 1""",
    "sales.repeat_rate": """
        SELECT day, count(DISTINCT person) FILTER (day > first), count(DISTINCT person) FROM (
            SELECT *, min(day) OVER (PARTITION BY person) AS first FROM people) GROUP BY 1""",
    "shipping.parcels": """
        SELECT shipped::date, count(*) FROM parcels WHERE shipped IS NOT NULL GROUP BY 1""",
    "shipping.paid_to_shipped_hours": """
        SELECT shipped::date, sum(seconds(order_approved_at::timestamp, shipped)) / 3600, count(*)
        FROM parcels WHERE shipped IS NOT NULL AND order_approved_at IS NOT NULL GROUP BY 1""",
    "shipping.on_time": """
        SELECT shipped::date, count(*) FILTER (shipped <= leave_by), count(*)
        FROM parcels WHERE shipped IS NOT NULL AND leave_by IS NOT NULL GROUP BY 1""",
    "delivery.on_time": """
        SELECT delivered::date, count(*) FILTER (delivered::date <= promised), count(*)
        FROM parcels WHERE delivered IS NOT NULL GROUP BY 1""",
    "delivery.days": """
        SELECT delivered::date, sum(seconds(placed, delivered)) / 86400, count(*)
        FROM parcels WHERE delivered IS NOT NULL GROUP BY 1""",
    "care.review_score": "SELECT day, sum(score), count(*) FROM reviews GROUP BY 1",
    "care.low_review_share": """
        SELECT day, count(*) FILTER (score <= 2), count(*) FROM reviews GROUP BY 1""",
}

MAVEN = """
CREATE VIEW orders AS SELECT *, created_at::timestamp AS placed, created_at::timestamp::date AS day
    FROM csv('csv/orders');
CREATE VIEW items AS SELECT i.order_item_id, i.order_id, o.day, i.price_usd::decimal(12,2) AS price,
    i.cogs_usd::decimal(12,2) AS cost FROM csv('csv/order_items') i JOIN orders o USING (order_id);
CREATE VIEW refunds AS SELECT *, created_at::timestamp::date AS day,
    refund_amount_usd::decimal(12,2) AS amount FROM csv('csv/order_item_refunds');
CREATE VIEW visits AS SELECT *, created_at::timestamp::date AS day
    FROM csv('sample_sessions/website_sessions');
CREATE VIEW pages AS SELECT website_session_id, count(*) AS number
    FROM csv('sample_sessions/website_pageviews') GROUP BY 1;
"""
MAVEN_FIGURES = {
    "sales.revenue": "SELECT day, sum(price) FROM items GROUP BY 1",
    "sales.orders": "SELECT day, count(*) FROM orders GROUP BY 1",
    "sales.aov": "SELECT day, sum(price), count(DISTINCT order_id) FROM items GROUP BY 1",
    "sales.units_per_order": "SELECT day, count(*), count(DISTINCT order_id) FROM items GROUP BY 1",
    "sales.refunds": "SELECT day, sum(amount) FROM refunds GROUP BY 1",
    "sales.refund_rate": """
        SELECT day, count(*) FILTER (order_item_id IN (SELECT order_item_id FROM refunds)), count(*)
        FROM items GROUP BY 1""",
    "sales.gross_margin": "SELECT day, sum(price - cost), sum(price) FROM items GROUP BY 1",
    "sales.new_customers": """
        SELECT day, count(*) FILTER (turn = 1), count(*) FROM (
            SELECT day, row_number() OVER (
                PARTITION BY user_id ORDER BY placed, order_id::int) AS turn
            FROM orders) GROUP BY 1""",
    "sales.repeat_rate": """
        SELECT day, count(DISTINCT user_id) FILTER (day > first), count(DISTINCT user_id) FROM (
            SELECT *, min(day) OVER (PARTITION BY user_id) AS first FROM orders) GROUP BY 1""",
    "traffic.sessions": "SELECT day, count(*) FROM visits GROUP BY 1",
    "traffic.conversion": """
        SELECT day, count(*) FILTER (website_session_id IN
            (SELECT website_session_id FROM orders)), count(*) FROM visits GROUP BY 1""",
    "traffic.revenue_per_session": """
        SELECT v.day, coalesce(sum(worth), 0), count(*) FROM visits v LEFT JOIN (
            SELECT website_session_id, sum(price) AS worth FROM items
            JOIN orders USING (order_id) GROUP BY 1) USING (website_session_id) GROUP BY 1""",
    "traffic.bounce_rate": """
        SELECT day, count(*) FILTER (number = 1), count(*)
        FROM visits JOIN pages USING (website_session_id) GROUP BY 1""",
    "traffic.pages_per_session": """
        SELECT day, sum(number), count(*)
        FROM visits JOIN pages USING (website_session_id) GROUP BY 1""",
}


FIRST_HOUR, HOURS = datetime(2011, 1, 1), 9 * 365 * 24  # noqa: DTZ001  a clock on a wall
TRUE_SECONDS = """
CREATE MACRO ahead(clock) AS (
    SELECT zone.ahead FROM zone WHERE begins <= clock AND clock < ends);
CREATE MACRO seconds(a, b) AS epoch(b) - epoch(a) - (ahead(b) - ahead(a));
"""


class RawFiles:
    """A folder of exports as DuckDB sees it: text, and nothing else known about it."""

    def __init__(self, folder, zone, views):
        self.tables = duckdb.connect()
        self.tables.execute("CREATE TABLE zone (begins timestamp, ends timestamp, ahead double)")
        self.tables.executemany("INSERT INTO zone VALUES (?, ?, ?)", _clock_of(zone))
        self.tables.execute(TRUE_SECONDS)
        self.tables.execute(
            f"CREATE MACRO csv(name) AS TABLE SELECT * FROM read_csv("
            f"'{folder}/' || name || '.csv', all_varchar = true, header = true)"
        )
        self.tables.execute(views)

    def expected(self, question):
        return {
            str(day): tuple(None if each is None else Decimal(str(each)) for each in amounts)
            for day, *amounts in self.tables.execute(question).fetchall()
        }


def _clock_of(zone):
    """The stretches in which a place's clock was so many seconds ahead of the world's.

    An hour that came twice is taken as winter's, and so is one that never was: PostgreSQL's rule.
    """
    hours = [FIRST_HOUR + timedelta(hours=number) for number in range(HOURS)]
    place = ZoneInfo(zone)
    ahead = [
        min(hour.replace(tzinfo=place, fold=fold).utcoffset().total_seconds() for fold in (0, 1))
        for hour in hours
    ]
    begins = [0, *(at for at in range(1, HOURS) if ahead[at] != ahead[at - 1])]
    return [
        (hours[start], hours[end], ahead[start])
        for start, end in zip(begins, [*begins[1:], HOURS - 1], strict=True)
    ]


def measured(key, span, **asked):
    found = reading.figures(BY_KEY[key], span, **asked)
    return {
        figure.period: (figure.numerator,)
        if figure.denominator is None
        else (figure.numerator, figure.denominator)
        for figure in found
    }


def differences(raw, questions, span):
    """Every day on which a figure and the raw files disagree."""
    for key, question in questions.items():
        ours, theirs = measured(key, span), raw.expected(question)
        for day in sorted(ours.keys() | theirs.keys()):
            if not _equal(ours.get(day), theirs.get(day)):
                yield key, day, ours.get(day), theirs.get(day)


def _equal(ours, theirs):
    if ours is None or theirs is None or len(ours) != len(theirs):
        return False
    return all(
        abs(one - other) < Decimal("0.0001") for one, other in zip(ours, theirs, strict=True)
    )


def take_in(folder, channel, currency, zone, profile, *patterns):
    call_command(
        "import_history",
        *sorted(str(path) for pattern in patterns for path in folder.glob(pattern)),
        channel=channel,
        currency=currency,
        timezone=zone,
        profile=profile,
        verbosity=0,
    )
    look_around(anew=True)  # what another test had looked at was undone with it


def test_olist_is_measured_to_the_cent_on_every_day(shop_data, capsys):
    folder, zone = shop_data / "olist_4k", "America/Sao_Paulo"
    take_in(folder, "olist", "BRL", zone, "olist", "*.csv")
    raw = RawFiles(folder, zone, OLIST)
    span = Span.of(date(2016, 9, 1), date(2018, 12, 31))

    call_command("measure", "--from", str(span.first), "--to", str(span.last))

    assert list(differences(raw, OLIST_FIGURES, span)) == []
    assert_days_add_up("sales.revenue", span)
    assert_categories_add_up("sales.revenue", span)


def test_maven_is_measured_to_the_cent_on_every_day(shop_data, capsys):
    folder, zone = shop_data / "maven_fuzzy_factory", "America/New_York"
    take_in(folder, "maven", "USD", zone, "maven", "csv/*.csv", "sample_sessions/website*")
    raw = RawFiles(folder, zone, MAVEN)
    span = Span.of(date(2012, 3, 1), date(2015, 4, 30))

    call_command("measure", "--from", str(span.first), "--to", str(span.last))

    assert list(differences(raw, MAVEN_FIGURES, span)) == []
    assert_days_add_up("sales.gross_margin", span)


def assert_days_add_up(key, span):
    days = measured(key, span).values()
    for per in (reading.Per.WEEK, reading.Per.MONTH, reading.Per.SPAN):
        longer = measured(key, span, per=per).values()
        assert [sum(each) for each in zip(*longer, strict=True)] == [
            sum(each) for each in zip(*days, strict=True)
        ]


def assert_categories_add_up(key, span):
    split = reading.figures(BY_KEY[key], span, by=Dimension.CATEGORY, per=reading.Per.SPAN)
    (whole,) = reading.figures(BY_KEY[key], span, per=reading.Per.SPAN)
    assert sum(figure.numerator for figure in split) == whole.numerator
    assert len(split) > 50
