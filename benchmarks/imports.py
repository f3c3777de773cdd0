"""How fast a shop's history comes in: real files in Olist's shape, through `import_history`."""

import csv
import io
import os
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from benchmarks.machine import run
from benchmarks.table import Table, took

ORDERS = 100_000
BAD = 0.005  # of the orders have an impossible date and must come back with a reason
CHANNEL = "bench-import"
BEGIN = datetime(2022, 1, 1, tzinfo=UTC)
TIMES_COPY = 5


def measure(table: Table, size: float, speeds: dict[str, float]) -> None:
    """New rows, then the same files again."""
    orders = int(ORDERS * min(1, size * 10))
    with tempfile.TemporaryDirectory() as folder:
        files, rows = write(Path(folder), orders)
        table.heading(f"Importing {rows:,} rows ({orders:,} orders), {BAD:.1%} of the orders bad")
        bare = took(lambda: _bare(files[1]))
        table.note(
            "bare COPY of the same orders into a plain indexed table",
            f"{orders / bare:,.0f} rows/s",
        )
        for name in ("the first time", "the same files again"):
            seconds, memory, said = _import(files)
            table.at_least(f"import, {name}", rows / seconds, 15_000, "rows/s")
            times = speeds["copy"] * seconds / rows
            table.at_most(f"import, {name}: times bare COPY", times, TIMES_COPY, "×")
            table.at_most(f"import, {name}: memory", memory / 2**20, 300, "MB")
    table.note("what it said", " / ".join(said.split("\n")[1:5]))


def write(folder: Path, orders: int) -> tuple[list[Path], int]:
    """Customers, orders, items, payments and reviews as Olist writes them."""
    rolls = random.Random(20)
    tables = {
        "customers": (
            "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state",
            [f"k{n},u{n * 7 % (orders * 9 // 10 or 1)},01310,sao paulo,SP" for n in range(orders)],
        ),
        "orders": (
            "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
            "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date",
            [_order(n, rolls) for n in range(orders)],
        ),
        "items": (
            "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value",
            [
                f"b{n},{part},p{rolls.randrange(20_000)},s1,2022-01-09 10:00:00,"
                f"{rolls.randrange(500, 30_000) / 100:.2f},{rolls.randrange(0, 3_000) / 100:.2f}"
                for n in range(orders)
                for part in range(1, 2 + (n % 8 == 0))
            ],
        ),
        "payments": (
            "order_id,payment_sequential,payment_type,payment_installments,payment_value",
            [
                f"b{n},1,credit_card,{1 + n % 6},{rolls.randrange(900, 30_000) / 100:.2f}"
                for n in range(orders)
            ],
        ),
    }
    files = []
    for name, (header, lines) in tables.items():
        files.append(folder / f"olist_{name}.csv")
        files[-1].write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return files, sum(len(lines) for _header, lines in tables.values())


def _order(number, rolls):
    placed = BEGIN + timedelta(minutes=rolls.randrange(1_400_000))
    if rolls.random() < BAD:
        return f"b{number},k{number},delivered,2022-13-45 99:00:00,,,,"
    moments = [placed + timedelta(hours=hours) for hours in (0, 1, 30, 120, 240)]
    return f"b{number},k{number},delivered," + ",".join(f"{m:%Y-%m-%d %H:%M:%S}" for m in moments)


def _import(files) -> tuple[float, int, str]:
    """The seconds of the real command, the most memory it held, and its report."""
    command = [
        sys.executable, "manage.py", "import_history", "--channel", CHANNEL, "--currency", "BRL",
        "--timezone", "America/Sao_Paulo", "--profile", "olist", *map(str, files),
    ]  # fmt: skip
    said, peak = "", 0
    with tempfile.TemporaryFile("w+") as out:

        def work():
            nonlocal peak
            process = psutil.Popen(
                command, cwd=settings.BASE_DIR, env=os.environ, stdout=out, stderr=out
            )
            while process.poll() is None:
                try:
                    peak = max(peak, process.memory_info().rss)
                    process.wait(0.1)
                except (psutil.TimeoutExpired, psutil.NoSuchProcess):
                    continue

        seconds = took(work)
        out.seek(0)
        said = out.read()
    if "new" not in said:
        raise SystemExit(said)
    return seconds, peak, said


def _bare(file: Path):
    """The orders of a file into a table of their own, as text, with Regia's indexes."""
    run("DROP TABLE IF EXISTS bare_orders")
    run("CREATE TABLE bare_orders (LIKE orders_order INCLUDING ALL)")
    columns = "external_id, number, status, placed_at, channel_id, customer_ref, buyer_name, \
buyer_email, country, currency, shipping_charged, discount, visit_ref"
    text = io.StringIO()
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            moment = row["order_purchase_timestamp"].replace("-13-45 99", "-12-05 09")
            text.write(
                f"{row['order_id']}\t{row['order_id']}\tdelivered\t{moment}+00\t1\t"
                f"{row['customer_id']}\t\t\tBR\tBRL\t0\t0\t\n"
            )
    _copy(columns, text.getvalue())
    run("DROP TABLE bare_orders")


def _copy(columns, content):
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY bare_orders ({columns}) FROM STDIN") as stream,
    ):
        stream.write(content)
