"""A shop's history, as its files tell it."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from catalog.models import Channel, ExchangeRate, Product, Shop
from logistics.models import Parcel
from orders.models import Customer, Order, OrderLine, Payment, Refund, Review
from tests.intake.conftest import ITEMS, ORDERS

pytestmark = pytest.mark.django_db
BRAZIL = ZoneInfo("America/Sao_Paulo")


def everything():
    """What the shop knows, without the numbers of its rows."""
    return {
        "orders": sorted(
            Order.objects.values_list(
                "external_id", "status", "customer__external_id", "placed_at", "paid_at",
                "shipped_at", "delivered_at", "ship_by", "promised_date", "rate", "currency",
            )
        ),
        "lines": sorted(
            OrderLine.objects.values_list(
                "order__external_id", "external_id", "quantity", "unit_price",
                "shipping_charged", "variant__product__name", "product_ref",
            ),
        ),
        "payments": sorted(
            Payment.objects.values_list("order__external_id", "external_id", "method", "amount")
        ),
        "reviews": sorted(Review.objects.values_list("order__external_id", "score", "text")),
        "parcels": sorted(
            Parcel.objects.values_list(
                "order__external_id", "status", "shipped_at", "promised_for", "promised_date"
            )
        ),
        "customers": sorted(Customer.objects.values_list("external_id", "city")),
        "products": sorted(Product.objects.values_list("name", "category__path")),
    }  # fmt: skip


def test_a_history_lands_with_its_dates(import_, small_olist):
    import_(*small_olist.values())

    order = Order.objects.get(external_id="o1")
    assert order.placed_at == datetime(2018, 1, 1, 10, tzinfo=BRAZIL)
    assert order.paid_at == datetime(2018, 1, 1, 11, tzinfo=BRAZIL)
    assert order.delivered_at == datetime(2018, 1, 5, 15, tzinfo=BRAZIL)
    assert order.promised_date == date(2018, 1, 10)
    assert order.status == "delivered"


def test_an_order_must_leave_by_the_earliest_of_its_lines(import_, small_olist):
    import_(*small_olist.values())

    earliest = datetime(2018, 1, 3, 10, tzinfo=BRAZIL)
    assert Order.objects.get(external_id="o1").ship_by == earliest
    assert Parcel.objects.get(order__external_id="o1").promised_for == earliest


def test_an_unavailable_order_counts_as_cancelled(import_, small_olist):
    import_(*small_olist.values())

    assert Order.objects.get(external_id="o3").status == "cancelled"
    assert not Parcel.objects.filter(order__external_id="o3").exists()


def test_a_person_with_an_id_per_order_is_one_customer(import_, small_olist):
    import_(*small_olist.values())

    assert Customer.objects.get(external_id="ann").orders.count() == 2


def test_every_count_is_printed(import_, small_olist):
    first = import_(*small_olist.values())

    assert first.code == 0
    assert first["orders"] == (3, 3, 0, 0, 0, 0)
    assert first["lines"] == (3, 3, 0, 0, 0, 0)
    assert first["parcels"] == (2, 2, 0, 0, 0, 0)
    assert first["customers"] == (3, 3, 0, 0, 0, 0)


def test_the_same_files_twice_change_nothing(import_, small_olist):
    import_(*small_olist.values())
    before = everything()

    again = import_(*small_olist.values())

    for kind in ("orders", "lines", "parcels", "customers", "payments", "reviews", "products"):
        assert again[kind][1:3] == (0, 0), kind
        assert again[kind][0] == again[kind][3]
    assert everything() == before


def test_files_in_any_order_on_any_day_tell_the_same(import_, small_olist, undone):
    orders_of_files = [
        list(small_olist),
        list(reversed(small_olist)),
        ["reviews", "items", "categories", "payments", "orders", "products", "customers"],
        ["categories", "items", "orders", "customers", "products", "reviews", "payments"],
    ]
    told = []
    for names in orders_of_files:
        with undone():
            for name in names:
                import_(small_olist[name])
            told.append(everything())

    assert all(each == told[0] for each in told)
    assert told[0]["products"][0][1] in ("health_beauty", None)


def test_products_without_names_are_called_by_their_category(import_, small_olist):
    import_(*small_olist.values())

    assert set(Product.objects.values_list("name", flat=True)) == {"Health Beauty p1", "p2"}


def test_a_corrected_file_updates(import_, small_olist, file):
    import_(*small_olist.values())
    corrected = file("corrected.csv", ITEMS, "o1,1,p1,s,2018-01-04 10:00:00,11.00,2.00")

    report = import_(corrected)

    assert report["lines"] == (1, 0, 1, 0, 0, 0)
    line = OrderLine.objects.get(order__external_id="o1", external_id="1")
    assert line.unit_price == Decimal("11.00")


def test_an_empty_cell_erases_nothing(import_, small_olist, file):
    import_(*small_olist.values())
    poorer = file("poorer.csv", ORDERS, "o1,,delivered,2018-01-01 10:00:00,,,,")

    report = import_(poorer)

    assert report["orders"] == (1, 0, 0, 1, 0, 0)
    order = Order.objects.get(external_id="o1")
    assert order.paid_at is not None
    assert order.customer.external_id == "ann"


def test_an_older_export_never_takes_an_order_back(import_, small_olist, file):
    import_(*small_olist.values())
    older = file(
        "older.csv",
        ORDERS,
        "o1,c1,processing,2018-01-01 10:00:00,2018-01-01 11:00:00,,,2018-01-10 00:00:00",
        "o3,c3,created,2018-03-01 23:30:00,,,,2018-03-10 00:00:00",
    )

    import_(older)

    assert Order.objects.get(external_id="o1").status == "delivered"
    assert Order.objects.get(external_id="o3").status == "cancelled"


def test_a_status_that_moves_on_leaves_a_line_of_history(import_, small_olist, file):
    import_(*small_olist.values())
    later = file(
        "later.csv",
        ORDERS,
        "o2,c2,delivered,2018-02-01 10:00:00,2018-02-01 11:00:00,2018-02-02 09:00:00,"
        "2018-02-08 09:00:00,2018-02-10 00:00:00",
    )

    import_(later)

    move = Order.objects.get(external_id="o2").moves.get()
    assert (move.came_from, move.became) == ("shipped", "delivered")
    assert move.moved_at == datetime(2018, 2, 8, 9, tzinfo=BRAZIL)
    assert Parcel.objects.get(order__external_id="o2").status == "delivered"


def test_the_first_channel_gives_a_new_shop_its_money_and_clock(import_, small_olist):
    import_(small_olist["orders"])

    shop, channel = Shop.objects.get(), Channel.objects.get()
    assert (shop.currency, shop.time_zone) == ("BRL", "America/Sao_Paulo")
    assert (channel.code, channel.currency) == ("olist", "BRL")
    assert set(Order.objects.values_list("rate", flat=True)) == {Decimal(1)}


def test_foreign_money_is_worth_what_it_was_that_day_or_nobody_knows(import_, small_olist):
    Shop.objects.create(pk=1, currency="EUR", time_zone="Europe/Rome")
    ExchangeRate.objects.create(currency="BRL", valid_from=date(2018, 1, 15), rate="0.25")
    ExchangeRate.objects.create(currency="BRL", valid_from=date(2018, 2, 15), rate="0.24")

    import_(small_olist["orders"])

    rates = dict(Order.objects.values_list("external_id", "rate"))
    assert rates == {"o1": None, "o2": Decimal("0.25"), "o3": Decimal("0.24")}


def test_a_dry_run_counts_the_same_and_keeps_nothing(import_, small_olist):
    tried = import_(*small_olist.values(), dry_run=True)

    assert not Order.objects.exists()
    assert not Channel.objects.exists()
    assert not Shop.objects.exists()
    meant = import_(*small_olist.values())
    for kind in ("orders", "lines", "parcels", "customers", "payments", "reviews", "products"):
        assert tried[kind] == meant[kind]


def test_what_comes_before_its_order_waits_and_then_lands(import_, small_olist):
    early = import_(small_olist["items"], small_olist["payments"])

    assert early["lines"] == (3, 0, 0, 0, 3, 0)
    assert early["payments"] == (2, 0, 0, 0, 2, 0)
    assert early.code == 0

    late = import_(small_olist["orders"])

    assert late["lines"] == (0, 3, 0, 0, 0, 0)
    assert OrderLine.objects.count() == 3
    assert Payment.objects.count() == 2


def test_a_waiting_row_is_replaced_by_its_correction(import_, small_olist, file):
    import_(small_olist["items"])
    corrected = file("corrected.csv", ITEMS, "o1,1,p1,s,2018-01-04 10:00:00,11.00,2.00")

    import_(corrected)
    import_(small_olist["orders"])

    assert OrderLine.objects.get(external_id="1", order__external_id="o1").unit_price == 11


def test_a_refund_of_a_line_waits_for_order_and_line(import_, file):
    refunds = file(
        "refunds.csv",
        "order_item_refund_id,created_at,order_item_id,order_id,refund_amount_usd",
        "1,2012-04-06 11:32:43,57,5,49.99",
    )
    items = file(
        "items.csv",
        "order_item_id,created_at,order_id,product_id,is_primary_item,price_usd,cogs_usd",
        "57,2012-04-01 10:00:00,5,1,1,49.99,19.49",
    )
    orders = file(
        "orders.csv",
        "order_id,created_at,website_session_id,user_id,primary_product_id,items_purchased,"
        "price_usd,cogs_usd",
        "5,2012-04-01 10:00:00,20,20,1,1,49.99,19.49",
    )
    maven = {"channel": "maven", "profile": "maven", "currency": "USD"}
    assert import_(refunds, **maven)["refunds"] == (1, 0, 0, 0, 1, 0)
    import_(items, **maven)
    assert not Refund.objects.exists()

    import_(orders, **maven)

    refund = Refund.objects.get()
    assert (refund.order.external_id, refund.line.external_id) == ("5", "57")
    assert (refund.status, refund.amount) == ("paid", Decimal("49.99"))


def test_what_an_undone_import_left_does_not_slow_the_next(import_, file, undone):
    rows = [f"o{n},c,delivered,2018-01-01 10:00:00,,2018-01-02 10:00:00,," for n in range(1_100)]
    path = file("orders.csv", ORDERS, *rows)
    with undone():
        import_(path)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orders_order, logistics_parcel")  # pages, and no row in them

        import_(path)

        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname IN ('orders_order', 'logistics_parcel')"
        )
        assert all(rows >= 1_100 for (rows,) in cursor.fetchall())
