"""A shop of any size, made by the database out of numbers: each table in one statement.

The figures of performance.md at size 1: 1,000,000 orders, 2,500,000 lines, 5,000,000 page views in
1,000,000 visits, 50,000 products, over three years that end yesterday. It grows: the first 100,000
orders of the large shop are the small one.
"""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from benchmarks.machine import run
from catalog.models import Channel, Market, PriceList, Shop
from config.lib.planner import look_around
from logistics.models import Carrier
from roles.team import actions as team
from roles.team.models import Role, User

ORDERS = 1_000_000
MOST_PRODUCTS = 50_000
DAYS = 3 * 365
COORDINATOR = "bench@bench.example"

MOMENT = """
    %(first)s::timestamptz
        + interval '1 second' * ((hashint8(n) & 2147483647) %% %(seconds)s)"""
OPEN = "(n %% 10 = 1 AND n > %(orders_to)s - 1000)"  # a hundred of the newest, small or large
PARTS = {
    "products": """
        INSERT INTO catalog_product (id, name, brand, category_id, status, created_at)
        SELECT n, 'Lampada ' || (ARRAY['Olmo','Etna','Mirto','Garda','Como','Elba'])[n %% 6 + 1]
            || ' modello ' || n, 'Marca ' || n %% 40,
            (SELECT id FROM catalog_category ORDER BY id LIMIT 1 OFFSET n %% 40), 'active',
            %(first)s::timestamptz
        FROM generate_series(%(products_from)s, %(products_to)s) AS n""",
    "variants": """
        INSERT INTO catalog_variant (id, product_id, sku, name, gtin, cost)
        SELECT n, n, 'SKU-' || lpad(n::text, 7, '0'), 'unica', '', 3 + n %% 70
        FROM generate_series(%(products_from)s, %(products_to)s) AS n""",
    "prices": """
        INSERT INTO catalog_price (price_list_id, variant_id, amount, valid_from)
        SELECT 1, n, 10 + n %% 90, %(first)s::timestamptz
        FROM generate_series(%(products_from)s, %(products_to)s) AS n""",
    "texts": """
        INSERT INTO catalog_producttext (
            product_id, language, title, body, meta_description, written_at)
        SELECT n, 'it', 'Lampada ' || n, repeat('Una lampada che illumina bene. ', 8), '',
            %(first)s::timestamptz
        FROM generate_series(%(products_from)s, %(products_to)s) AS n""",
    "customers": """
        INSERT INTO orders_customer (id, channel_id, external_id, name, email, phone, language,
            country, region, city, postcode, created_at)
        SELECT n, 1 + n %% 2, 'c' || n, (%(firsts)s::text[])[n %% 20 + 1] || ' '
            || (%(lasts)s::text[])[n / 20 %% 50 + 1], 'buyer' || n || '@example.com', '', 'it',
            CASE n %% 2 WHEN 0 THEN 'IT' ELSE 'ES' END, '', 'Milano', '20100',
            %(first)s::timestamptz
        FROM generate_series(%(customers_from)s, %(customers_to)s) AS n""",
    "orders": f"""
        INSERT INTO orders_order (id, channel_id, external_id, number, status, customer_id,
            customer_ref, buyer_name, buyer_email, country, currency, rate, shipping_charged,
            discount, tax, total, visit_ref, placed_at, paid_at, shipped_at, delivered_at,
            cancelled_at, ship_by, promised_date)
        SELECT n, 1 + buyer %% 2, 'o' || n, '#' || 100000 + n,
            CASE WHEN n %% 50 = 0 THEN 'cancelled' WHEN {OPEN} THEN 'in_preparation'
                ELSE 'delivered' END,
            buyer, '', (%(firsts)s::text[])[buyer %% 20 + 1] || ' '
                || (%(lasts)s::text[])[buyer / 20 %% 50 + 1], 'buyer' || buyer || '@example.com',
            CASE buyer %% 2 WHEN 0 THEN 'IT' ELSE 'ES' END,
            'EUR', 1, 5.90, 0, NULL, NULL, 'v' || n, at, at + interval '2 minutes',
            CASE WHEN n %% 50 > 0 AND NOT {OPEN} THEN at + interval '30 hours' END,
            CASE WHEN n %% 50 > 0 AND NOT {OPEN}
                THEN at + interval '30 hours' + interval '1 hour' * (24 + n %% 90) END,
            CASE WHEN n %% 50 = 0 THEN at + interval '3 hours' END,
            at + interval '32 hours', (at + interval '5 days')::date
        FROM (
            SELECT n, {MOMENT} AS at,
                1 + (hashint8(n * 7) & 2147483647) %% %(customers_to)s AS buyer
            FROM generate_series(%(orders_from)s, %(orders_to)s) AS n
        ) AS drawn""",
    "lines": """
        INSERT INTO orders_orderline (order_id, external_id, variant_id, product_ref, sku, name,
            quantity, unit_price, unit_cost, discount, shipping_charged)
        SELECT n, part::text, product, '', 'SKU-' || lpad(product::text, 7, '0'),
            'Lampada ' || product, 1 + part %% 2, 10 + product %% 90, 3 + product %% 70, 0, 0
        FROM (
            SELECT n, part, 1 + (hashint8(n * 10 + part) & 2147483647) %% %(products_to)s AS product
            FROM generate_series(%(orders_from)s, %(orders_to)s) AS n,
                generate_series(1, 2 + n %% 2) AS part
        ) AS drawn""",
    "payments": """
        INSERT INTO orders_payment (order_id, external_id, method, amount, paid_at)
        SELECT id, 'p' || id, 'card', 90, paid_at FROM orders_order
        WHERE id BETWEEN %(orders_from)s AND %(orders_to)s""",
    "order moves": """
        INSERT INTO orders_ordermove (subject_id, came_from, became, moved_at, note)
        SELECT id, 'placed', 'paid', paid_at, '' FROM orders_order
        WHERE id BETWEEN %(orders_from)s AND %(orders_to)s
        UNION ALL
        SELECT id, 'in_preparation', 'shipped', shipped_at, '' FROM orders_order
        WHERE id BETWEEN %(orders_from)s AND %(orders_to)s AND shipped_at IS NOT NULL""",
    "refunds": """
        INSERT INTO orders_refund (channel_id, external_id, order_id, line_id, status, amount,
            currency, rate, reason, requested_at, refunded_at)
        SELECT o.channel_id, 'r' || o.id, o.id,
            (SELECT min(id) FROM orders_orderline WHERE order_id = o.id),
            'paid', 20, 'EUR', 1, 'Rotto', delivered_at + interval '2 days',
            delivered_at + interval '4 days'
        FROM orders_order o WHERE o.id BETWEEN %(orders_from)s AND %(orders_to)s
            AND o.id %% 25 = 3 AND delivered_at IS NOT NULL""",
    "reviews": """
        INSERT INTO orders_review (order_id, external_id, score, title, text, reviewed_at)
        SELECT id, 'rv' || id, 1 + (hashint8(id) & 2147483647) %% 5, '', 'Bello.',
            delivered_at + interval '1 day'
        FROM orders_order WHERE id BETWEEN %(orders_from)s AND %(orders_to)s
            AND id %% 3 = 0 AND delivered_at IS NOT NULL""",
    "parcels": """
        INSERT INTO logistics_parcel (order_id, external_id, status, promised_for, promised_date,
            carrier_id, tracking_code, opened_at, packed_at, shipped_at, delivered_at)
        SELECT id, '', CASE WHEN delivered_at IS NULL THEN 'to_pick' ELSE 'delivered' END,
            CASE WHEN delivered_at IS NULL AND id %% 20 = 11 THEN now() + interval '2 days'
                ELSE ship_by END,
            promised_date, CASE WHEN shipped_at IS NOT NULL THEN 1 END,
            CASE WHEN shipped_at IS NOT NULL THEN 'T' || id ELSE '' END, paid_at,
            shipped_at, shipped_at, delivered_at
        FROM orders_order WHERE id BETWEEN %(orders_from)s AND %(orders_to)s
            AND status <> 'cancelled'""",
    "visits": f"""
        INSERT INTO traffic_visit (id, channel_id, external_id, visitor_ref, started_at, source,
            medium, campaign, content, device, landing_page, referrer, country)
        SELECT n, 1 + n %% 2, 'v' || CASE WHEN n %% 20 = 0 THEN n ELSE n + 1000000000 END,
            'u' || n %% 100000, {MOMENT},
            (ARRAY['google','facebook','newsletter','(direct)'])[n %% 4 + 1],
            (ARRAY['organic','cpc','email','(none)'])[n %% 4 + 1], 'c' || n %% 12, '',
            (ARRAY['mobile','desktop','tablet'])[n %% 3 + 1], '/', '', 'IT'
        FROM generate_series(%(orders_from)s, %(orders_to)s) AS n""",
    "page views": """
        INSERT INTO traffic_pageview (visit_id, external_id, viewed_at, address)
        SELECT id, part::text, started_at + interval '30 seconds' * part, '/products/' || id %% 5000
        FROM traffic_visit, generate_series(1, CASE WHEN id %% 3 = 0 THEN 1 ELSE 7 END) AS part
        WHERE id BETWEEN %(orders_from)s AND %(orders_to)s""",
}
NUMBERED = [
    "catalog_channel",
    "catalog_pricelist",
    "catalog_product",
    "catalog_variant",
    "logistics_carrier",
    "orders_customer",
    "orders_order",
    "traffic_visit",
]
FIRSTS = "Giulia Marco Francesca Luca Chiara Andrea Sara Matteo Martina Davide Elena Simone Silvia \
Lorenzo Federica Riccardo Alice Anna Stefano Paola"
LASTS = "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti \
Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso \
Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola Marchetti \
Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina Sala Gatti"


def empty() -> None:
    """A shop without a row but its two channels, its shelves and its coordinator."""
    call_command("flush", interactive=False, verbosity=0)
    Shop.objects.create(pk=Shop.ONLY, name="Bench")
    for number, country in enumerate(["IT", "ES"], start=1):
        channel = Channel.objects.create(
            pk=number,
            code=f"bench-{country.lower()}",
            name=f"Bench {country}",
            currency="EUR",
            country=country,
            time_zone="Europe/Rome" if country == "IT" else "Europe/Madrid",
        )
        PriceList.objects.create(pk=number, channel=channel, currency="EUR")
    Market.objects.create(country="IT", name="Italia", language="it", vat_percent=22)
    Carrier.objects.create(pk=1, name="BRT")
    run(
        "INSERT INTO catalog_category (name, path) "
        "SELECT 'Reparto ' || n, 'Reparto ' || n FROM generate_series(1, 40) AS n"
    )
    team.hire(email=COORDINATOR, name="Bea Bench", roles=Role.BUILT_IN, language="en")
    User.objects.filter(email=COORDINATOR).update(is_superuser=False)


def grow(orders: int, since: int = 0) -> None:
    """From so many orders to so many, with everything that belongs to them."""
    first = (timezone.now() - timedelta(days=DAYS)).replace(hour=0, minute=0, second=0)
    numbers = {
        "first": first,
        "seconds": DAYS * 86_400 - 7 * 86_400,
        "firsts": FIRSTS.split(),
        "lasts": LASTS.split(),
        "orders_from": since + 1,
        "orders_to": orders,
        "customers_from": _customers(since) + 1 if since else 1,
        "customers_to": _customers(orders),
        "products_from": products_of(since) + 1 if since else 1,
        "products_to": products_of(orders),
    }
    for statement in PARTS.values():
        run(statement, numbers)
    _count_on()
    look_around(anew=True)


def products_of(orders: int) -> int:
    """A fifth of the orders: 20,000 at 100,000; then fewer, 50,000 in the whole shop."""
    return min(
        orders // 5 if orders <= 100_000 else 20_000 + (orders - 100_000) // 30, MOST_PRODUCTS
    )


def _customers(orders: int) -> int:
    return max(orders * 3 // 10, 100)


def _count_on():
    """Rows made from now on get numbers of their own."""
    for table in NUMBERED:
        run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
