"""How long pages take, how many questions they ask, how big they are, and how all that grows."""

from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.periods import PERIODS
from benchmarks import night, volume
from benchmarks.browser import Asked, Reader, server
from benchmarks.table import Table
from orders.models import Order
from roles.team.models import User

HTMX = {"HX-Request": "true"}
MOST_BYTES = 60  # kB
BLINK = 5  # milliseconds that nobody sees, and that a small page gains by chance
FACTOR = 6  # times the plain list of the same run


@dataclass(frozen=True)
class Page:
    """An address with its bars: p95 in milliseconds, queries, growth from 1,000 orders."""

    name: str
    address: str
    p95: float
    queries: int
    growth: float = 1.3
    is_part: bool = False


def measure(table: Table, large: int) -> None:
    """At 1,000 orders, then at a hundred times as many, through the real server."""
    small = min(1_000, large // 10)
    table.heading(f"Making {small:,} orders, then {large:,}, with three years of figures")
    before, _ = _look(small, since=0)
    after, panels = _look(large, since=small)
    table.heading(f"Pages at {large:,} orders, growth from {small:,}; two web workers")
    table.note("a plain 25-row list, p50", f"{median(a.plain for a in after.values()):.1f} ms")
    for page in pages():
        _tell(table, page, before[page.name], after[page.name])
    _tell_of_the_morning(table, after["dashboard"], panels)


def pages() -> list[Page]:
    order = Order.objects.filter(status="delivered").order_by("-pk").first()
    return [*_work(), *_records(order), *_finds(order), *_figures()]


def _work():
    yield Page("dashboard", reverse("dashboard"), 100, 12)
    yield Page("inbox", reverse("tasks:inbox"), 100, 12)
    yield Page("warehouse desk", reverse("logistics:desk"), 100, 12)
    yield Page("web writer’s desk", reverse("web_writer:desk"), 100, 12)
    yield Page("customer care’s desk", reverse("customer_care:desk"), 100, 12)
    yield Page("team", reverse("team:team"), 100, 12)
    yield Page("nights", reverse("analytics:nights"), 100, 12)


def _records(order):
    orders, products = reverse("orders:orders"), reverse("catalog:products")
    customers, parcels = reverse("orders:customers"), reverse("logistics:parcels")
    last = "?page=999999999"
    yield Page("orders", orders, 60, 8, 1.2)
    yield Page("orders, last page", orders + last, 60, 8, 1.2)
    yield Page("orders, biggest first", f"{orders}?sort=-amount", 60, 8, 1.2)
    yield Page("orders, cancelled ones", f"{orders}?status=cancelled", 60, 8)
    yield Page("an order", reverse("orders:order", args=[order.pk]), 60, 15)
    yield Page("products", products, 60, 10)
    yield Page("products, last page", products + last, 60, 10)
    yield Page("customers", customers, 60, 10)
    yield Page("customers, last page", customers + last, 60, 10)
    yield Page("parcels", parcels, 60, 10)
    yield Page("parcels, last page", parcels + last, 60, 10)


def _finds(order):
    number, name = order.number.lstrip("#"), order.buyer_name.partition(" ")[2].lower()
    orders, products = reverse("orders:orders"), reverse("catalog:products")
    for what, asked in {
        "number": number,
        "e-mail": order.buyer_email,
        "common name": name,
        "two names": order.buyer_name,
        "nothing": "zzzz",
    }.items():
        yield Page(f"find orders by {what}", f"{orders}?q={asked}".replace(" ", "+"), 120, 8)
    for what, asked in {"SKU": "SKU-0000123", "common name": "lampada", "nothing": "zz"}.items():
        yield Page(f"find products by {what}", f"{products}?q={asked}", 80, 10)
    part = f"{reverse('orders:search')}?q={number}"
    yield Page("search everywhere: its orders", part, 120, 12, is_part=True)
    yield Page(
        "search everywhere: its products",
        f"{reverse('catalog:search')}?q=lampada",
        120,
        12,
        is_part=True,
    )


def _figures():
    periods = [*PERIODS]
    for period in (periods[0], periods[-1]):
        yield Page(f"KPI board, {period}", f"{reverse('analytics:board')}?period={period}", 150, 10)
    for key in ("sales.revenue", "traffic.conversion", "delivery.on_time", "shipping.late_open"):
        address = reverse("analytics:kpi", args=[key])
        yield Page(f"{key}, {periods[0]}", address, 150, 10)
        yield Page(f"{key}, {periods[-1]}", f"{address}?period={periods[-1]}", 150, 10)


def _look(orders: int, since: int) -> tuple[dict[str, Asked], dict[str, Asked]]:
    volume.grow(orders, since=since)
    night.measure_everything()
    with server():
        reader = Reader(volume.COORDINATOR)
        seen = {
            page.name: reader.ask(page.address, headers=HTMX if page.is_part else None)
            for page in pages()
        }
        panels = {
            address: reader.ask(address, headers=HTMX) for address in seen["dashboard"].panels
        }
    return seen, panels


def _tell(table, page, before, after):
    if after.status != 200:
        table.judge(page.name, f"answered {after.status}", "answers 200", is_good=False)
        return
    queries = count_queries(page.address, HTMX if page.is_part else None)
    growth = after.factor / before.factor
    got = (
        f"{after.p95:.0f} ms, {queries} q, ×{growth:.2f}, {after.bytes / 1000:.0f} kB, "
        f"{after.factor:.1f}×"
    )
    bar = f"{page.p95:.0f} ms, {page.queries} q, ×{page.growth}, {MOST_BYTES} kB, {FACTOR}×"
    more = (after.factor - before.factor) * after.plain
    has_grown = growth > page.growth and more > BLINK
    is_slow = after.p95 > page.p95 or after.factor > FACTOR
    is_big = queries > page.queries or after.bytes / 1000 > MOST_BYTES
    table.judge(page.name, got, bar, is_good=not (has_grown or is_slow or is_big))


def _tell_of_the_morning(table, dashboard, panels):
    """The dashboard is whole when its slowest part is there; here they come one by one."""
    for address, asked in panels.items():
        queries = count_queries(address, HTMX)
        got = f"{asked.p95:.0f} ms, {queries} q, {asked.bytes / 1000:.0f} kB"
        name = f"  part {address.split('?')[0]}"
        table.judge(name, got, "100 ms, 12 q", asked.p95 <= 100 and queries <= 12)
    whole = dashboard.p50 + sum(asked.p50 for asked in panels.values())
    table.note("dashboard and all its parts, one after the other, p50", f"{whole:.0f} ms")


def count_queries(address: str, headers=None) -> int:
    """The questions one page asks the database, those of the session and the user included."""
    client = Client(SERVER_NAME="localhost")
    user = User.objects.get(email=volume.COORDINATOR)
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
    return len(asked)
