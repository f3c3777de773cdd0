"""What this machine does without the house, in this same run: bare COPY and bulk_create."""

import io
from decimal import Decimal
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.machine import run
from benchmarks.table import Table, took
from orders.models import Order

COPIED = 50_000
BULK = 20_000
BATCH = 1_000
COLUMNS = (
    "channel_id, external_id, number, status, customer_ref, buyer_name, buyer_email, country, "
    "currency, rate, shipping_charged, discount, visit_ref, placed_at"
)


def measure(table: Table) -> dict[str, float]:
    """Rows per second into the real orders table, indexes and all."""
    table.heading("Yardsticks of this run")
    speeds = {"copy": _copy(), "bulk_create": _bulk_create()}
    table.note("bare COPY of orders into their indexed table", f"{speeds['copy']:,.0f} rows/s")
    table.note("bulk_create of orders, 1,000 at a time", f"{speeds['bulk_create']:,.0f} rows/s")
    return speeds


def _copy() -> float:
    text = io.StringIO()
    for number in range(COPIED):
        cells = (
            1, f"yard-{number}", f"#Y{number}", "delivered", "", "Giulia Rossi",
            f"g.rossi{number}@example.com", "IT", "EUR", 1, "5.90", 0, "", "2026-01-01 10:00:00+00",
        )  # fmt: skip
        text.write("\t".join(map(str, cells)) + "\n")
    seconds = took(partial(_pour, text.getvalue()))
    run("DELETE FROM orders_order WHERE external_id LIKE 'yard-%'")
    return COPIED / seconds


def _pour(content):
    statement = f"COPY orders_order ({COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write(content)


def _bulk_create() -> float:
    now = timezone.now()
    rows = [
        Order(
            channel_id=1,
            external_id=f"yard-{number}",
            number=f"#Y{number}",
            buyer_name="Giulia Rossi",
            buyer_email=f"g.rossi{number}@example.com",
            country="IT",
            currency="EUR",
            rate=Decimal(1),
            placed_at=now,
        )
        for number in range(BULK)
    ]
    with transaction.atomic():
        seconds = took(lambda: Order.objects.bulk_create(rows, batch_size=BATCH))
        transaction.set_rollback(True)
    return BULK / seconds
