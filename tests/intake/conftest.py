"""Small files in the shapes of the big ones, and a way to import them."""

import io
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from config.intake.ready_profiles import keep_profiles

ORDERS = (
    "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"
)
ITEMS = "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value"
CUSTOMERS = "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state"
PAYMENTS = "order_id,payment_sequential,payment_type,payment_installments,payment_value"
REVIEWS = (
    "review_id,order_id,review_score,review_comment_title,review_comment_message,"
    "review_creation_date,review_answer_timestamp"
)
PRODUCTS = (
    "product_id,product_category_name,product_name_lenght,product_description_lenght,"
    "product_photos_qty,product_weight_g,product_length_cm,product_height_cm,product_width_cm"
)


class Imported:
    """What the command printed and how it ended."""

    def __init__(self, text, code):
        self.text, self.code = text, code

    def __getitem__(self, kind):
        """read, new, changed, unchanged, waiting, rejected."""
        found = re.search(rf"^{kind}\s+(.*)$", self.text, re.MULTILINE)
        return tuple(map(int, found.group(1).split())) if found else None


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ready(db):
    keep_profiles()


@pytest.fixture
def import_(ready):
    """Import files as a script would: import_(path, …, profile="olist")."""

    def run(*paths, channel="olist", profile="olist", **options):
        out = io.StringIO()
        asked = {"currency": "BRL", "timezone": "America/Sao_Paulo"} | options
        code = 0
        try:
            call_command(
                "import_history",
                *map(str, paths),
                channel=channel,
                profile=profile,
                stdout=out,
                stderr=out,
                **asked,
            )
        except SystemExit as end:
            code = end.code
        return Imported(out.getvalue(), code)

    return run


@pytest.fixture
def file(tmp_path):
    """Write a file: file("orders.csv", HEADER, row, row)."""

    def write(name, *lines, encoding="utf-8", end="\n") -> Path:
        path = tmp_path / name
        path.write_bytes((end.join(lines) + end).encode(encoding))
        return path

    return write


@pytest.fixture
def small_olist(file):
    """Three orders: one person twice, one cancelled, with all that belongs to them."""
    return {
        "customers": file(
            "customers.csv",
            CUSTOMERS,
            "c1,ann,01000,sao paulo,SP",
            "c2,ann,01000,sao paulo,SP",
            "c3,bob,20000,rio de janeiro,RJ",
        ),
        "orders": file(
            "orders.csv",
            ORDERS,
            "o1,c1,delivered,2018-01-01 10:00:00,2018-01-01 11:00:00,2018-01-02 09:00:00,"
            "2018-01-05 15:00:00,2018-01-10 00:00:00",
            "o2,c2,shipped,2018-02-01 10:00:00,2018-02-01 11:00:00,2018-02-02 09:00:00,,"
            "2018-02-10 00:00:00",
            "o3,c3,unavailable,2018-03-01 23:30:00,,,,2018-03-10 00:00:00",
        ),
        "items": file(
            "items.csv",
            ITEMS,
            "o1,1,p1,s,2018-01-04 10:00:00,10.50,2.00",
            "o1,2,p1,s,2018-01-03 10:00:00,10.50,2.00",
            "o2,1,p2,s,2018-02-04 10:00:00,99.90,0.00",
        ),
        "payments": file(
            "payments.csv", PAYMENTS, "o1,1,credit_card,3,20.00", "o1,2,voucher,1,5.00"
        ),
        "reviews": file(
            "reviews.csv",
            REVIEWS,
            'v1,o1,5,,"Good,\nvery good",2018-01-06 00:00:00,2018-01-07 10:00:00',
        ),
        "products": file(
            "products.csv", PRODUCTS, "p1,beleza_saude,1,1,1,500,10,20,30", "p2,,,,,,,,"
        ),
        "categories": file(
            "categories.csv",
            "product_category_name,product_category_name_english",
            "beleza_saude,health_beauty",
        ),
    }


@pytest.fixture
def undone():
    """Do something and undo it: with undone(): …"""

    @contextmanager
    def undoing():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return undoing
