"""The real exports, against figures counted from the files by other means."""

import csv
import gzip
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import F, Min, Sum

from analytics.traffic.models import PageView, Visit
from catalog.models import Price, Product, Variant
from logistics.models import Parcel
from orders.models import Customer, Order, OrderLine, Payment, Refund, Review

pytestmark = [pytest.mark.django_db, pytest.mark.shop_data]


def rows(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_olist_lands_whole_and_a_second_time_changes_nothing(import_, shop_data):
    folder = shop_data / "olist_4k"
    files = sorted(folder.glob("*.csv"))
    orders = rows(folder / "olist_orders_dataset.csv")
    items = rows(folder / "olist_order_items_dataset.csv")
    customers = rows(folder / "olist_customers_dataset.csv")

    report = import_(*files)

    assert report.code == 0
    assert Order.objects.count() == len(orders) == 4000
    assert OrderLine.objects.count() == len(items) == 4519
    assert Payment.objects.count() == 4161
    assert Review.objects.count() == 3986
    assert Product.objects.count() == 3132
    assert Customer.objects.count() == len({row["customer_unique_id"] for row in customers})
    assert Order.objects.filter(status="cancelled").count() == 40
    assert not Order.objects.filter(customer=None).exists()
    assert not OrderLine.objects.filter(variant=None).exists()
    left = [row for row in orders if row["order_delivered_carrier_date"]]
    here = [row for row in orders if row["order_delivered_customer_date"]]
    assert Parcel.objects.filter(shipped_at__isnull=False).count() == len(left)
    assert Parcel.objects.filter(status="delivered").count() == len(here)
    paid = sum(Decimal(row["price"]) + Decimal(row["freight_value"]) for row in items)
    got = OrderLine.objects.aggregate(
        s=Sum(F("unit_price") * F("quantity") + F("shipping_charged"))
    )
    assert got["s"] == paid
    earliest = dict(
        OrderLine.objects.values_list("order__external_id").annotate(Min("order__ship_by"))
    )
    limits = {}
    for row in items:
        limit = row["shipping_limit_date"]
        limits[row["order_id"]] = min(limits.get(row["order_id"], limit), limit)
    assert len(earliest) == len(limits)

    again = import_(*files)

    for kind in ("orders", "lines", "payments", "reviews", "parcels", "customers", "products"):
        assert again[kind][1:3] == (0, 0), kind


def test_maven_is_the_same_with_headings_and_as_a_database_wrote_it(import_, shop_data):
    folder = shop_data / "maven_fuzzy_factory"
    sample = folder / "sample_sessions"
    maven = {"profile": "maven", "channel": "maven", "currency": "USD"}

    report = import_(*sorted(sample.glob("*.csv")), folder / "csv/order_item_refunds.csv", **maven)

    refunds = rows(folder / "csv/order_item_refunds.csv")
    lines = {row["order_item_id"] for row in rows(sample / "order_items.csv")}
    landed = [row for row in refunds if row["order_item_id"] in lines]
    assert report["refunds"] == (1731, len(landed), 0, 0, 1731 - len(landed), 0)
    assert Refund.objects.count() == len(landed)
    assert Visit.objects.count() == PageView.objects.count() == 5000
    sessions = rows(sample / "website_sessions.csv")
    bare = sum(row["utm_source"] == "NULL" for row in sessions)
    assert Visit.objects.filter(source="").count() == bare
    views = rows(sample / "website_pageviews.csv")
    assert Visit.objects.get(external_id="1").landing_page == views[0]["pageview_url"]
    again = import_(folder / "raw/order_item_refunds.csv", folder / "raw/products.csv", **maven)
    assert again["refunds"][1:3] == (0, 0)
    assert again["products"] == (4, 0, 0, 4, 0, 0)


def test_uci_invoices_become_orders_lines_refunds_and_shipping(import_, shop_data, tmp_path):
    path = tmp_path / "part.csv"
    with gzip.open(shop_data / "online_retail/months/2011-01.csv.gz", "rt") as month:
        path.write_text("".join(line for line, _n in zip(month, range(3001), strict=False)))
    fees = re.compile(r"(M|D|S|B|BANK CHARGES|AMAZONFEE|CRUK|gift_.*)$", re.I)
    post = re.compile(r"(POST|DOT|C2)$", re.I)
    kept = [row for row in rows(path) if not fees.match(row["StockCode"])]
    sales = [row for row in kept if row["InvoiceNo"][0] != "C" and int(row["Quantity"]) > 0]
    credits_ = [row for row in kept if row["InvoiceNo"][0] == "C"]
    lines = [row for row in sales if not post.match(row["StockCode"])]

    def worth(every):
        return sum(abs(int(row["Quantity"])) * Decimal(row["UnitPrice"]) for row in every)

    import_(path, profile="online_retail", channel="uci", currency="GBP", timezone="Europe/London")

    assert OrderLine.objects.count() == len(lines)
    assert Order.objects.count() == len({row["InvoiceNo"] for row in sales})
    got = OrderLine.objects.aggregate(s=Sum(F("unit_price") * F("quantity")))["s"]
    assert got == worth(lines)
    shipping = Order.objects.aggregate(s=Sum("shipping_charged"))["s"]
    assert shipping == worth([row for row in sales if post.match(row["StockCode"])])
    assert Refund.objects.count() == len(credits_)
    assert Refund.objects.aggregate(s=Sum("amount"))["s"] == worth(credits_)


def test_shopify_and_woocommerce_products_keep_their_families(import_, shop_data):
    import_(shop_data / "shopify/csv/apparel.csv", profile="shopify", channel="s", currency="EUR")
    handles = Counter(row["Handle"] for row in rows(shop_data / "shopify/csv/apparel.csv"))

    assert Product.objects.count() == len(handles)
    assert Variant.objects.filter(product__name="Classic Varsity Top").count() == 3
    assert Price.objects.count() == Variant.objects.count()

    file = shop_data / "woocommerce/csv/sample_products.csv"
    import_(file, profile="woocommerce", channel="w", currency="EUR")
    again = import_(file, profile="woocommerce", channel="w", currency="EUR")

    assert again["products"] == (25, 0, 0, 25, 0, 0)
    hoodie = Product.objects.get(name="Hoodie", category__path="Clothing > Hoodies")
    expected = [r for r in rows(file) if r["Parent"] == "woo-hoodie"]
    assert hoodie.variants.count() == len(expected)
    assert Variant.objects.get(sku="woo-tshirt").weight_g == 363
