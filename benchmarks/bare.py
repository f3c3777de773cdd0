"""What somebody good at SQL would write for a figure, by hand, splits and all."""

# The day is the channel's own; the splits are those that the KPI keeps.
REVENUE = """
SELECT (o.placed_at AT TIME ZONE c.time_zone)::date AS day, o.channel_id, o.currency, o.country,
    left(coalesce(k.path, ''), 500) AS category,
    sum(l.unit_price * l.quantity) AS top, sum(l.unit_price * l.quantity * o.rate) AS in_shop
FROM orders_order o
JOIN catalog_channel c ON c.id = o.channel_id
JOIN orders_orderline l ON l.order_id = o.id
LEFT JOIN catalog_variant v ON v.id = l.variant_id
LEFT JOIN catalog_product p ON p.id = v.product_id
LEFT JOIN catalog_category k ON k.id = p.category_id
WHERE o.status <> 'cancelled' AND o.placed_at >= %(start)s AND o.placed_at < %(end)s
GROUP BY GROUPING SETS ((1, 2, 3), (1, 2, 3, 4), (1, 2, 3, 5))
"""
ORDERS = """
SELECT (o.placed_at AT TIME ZONE c.time_zone)::date AS day, o.channel_id, o.country, count(*)
FROM orders_order o JOIN catalog_channel c ON c.id = o.channel_id
WHERE o.status <> 'cancelled' AND o.placed_at >= %(start)s AND o.placed_at < %(end)s
GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))
"""
CONVERSION = """
SELECT (s.started_at AT TIME ZONE c.time_zone)::date AS day, s.channel_id, s.source, s.medium,
    s.campaign, s.device, count(o.visit_ref) AS top, count(*)
FROM traffic_visit s
JOIN catalog_channel c ON c.id = s.channel_id
LEFT JOIN (
    SELECT DISTINCT channel_id, visit_ref FROM orders_order
    WHERE status <> 'cancelled' AND visit_ref <> ''
) AS o ON o.channel_id = s.channel_id AND o.visit_ref = s.external_id
WHERE s.started_at >= %(start)s AND s.started_at < %(end)s
GROUP BY GROUPING SETS ((1, 2), (1, 2, 3), (1, 2, 4), (1, 2, 5), (1, 2, 6))
"""
BOUNCE = """
SELECT (started_at AT TIME ZONE c.time_zone)::date AS day, channel_id, source, medium, campaign,
    device, count(*) FILTER (WHERE seen = 1) AS top, count(*)
FROM (
    SELECT s.id, s.started_at, s.channel_id, s.source, s.medium, s.campaign, s.device,
        count(*) AS seen
    FROM traffic_visit s JOIN traffic_pageview w ON w.visit_id = s.id
    WHERE s.started_at >= %(start)s AND s.started_at < %(end)s
    GROUP BY s.id
) AS visit
JOIN catalog_channel c ON c.id = channel_id
GROUP BY GROUPING SETS ((1, 2), (1, 2, 3), (1, 2, 4), (1, 2, 5), (1, 2, 6))
"""
DELIVERED = """
SELECT (p.delivered_at AT TIME ZONE c.time_zone)::date AS day, o.channel_id, o.country, r.name,
    count(*) FILTER (
        WHERE (p.delivered_at AT TIME ZONE c.time_zone)::date <= p.promised_date) AS top,
    count(*)
FROM logistics_parcel p
JOIN orders_order o ON o.id = p.order_id
JOIN catalog_channel c ON c.id = o.channel_id
LEFT JOIN logistics_carrier r ON r.id = p.carrier_id
WHERE p.delivered_at >= %(start)s AND p.delivered_at < %(end)s AND p.promised_date IS NOT NULL
GROUP BY GROUPING SETS ((1, 2), (1, 2, 3), (1, 2, 4))
"""
REVIEWS = """
SELECT (r.reviewed_at AT TIME ZONE c.time_zone)::date AS day, o.channel_id, o.country,
    sum(r.score) AS top, count(*)
FROM orders_review r
JOIN orders_order o ON o.id = r.order_id
JOIN catalog_channel c ON c.id = o.channel_id
WHERE r.reviewed_at >= %(start)s AND r.reviewed_at < %(end)s
GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))
"""
NEW = """
SELECT (o.placed_at AT TIME ZONE c.time_zone)::date AS day, o.channel_id, o.country,
    count(*) FILTER (WHERE place = 1) AS top, count(*)
FROM (
    SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY placed_at, id) AS place
    FROM orders_order WHERE status <> 'cancelled' AND customer_id IS NOT NULL
) AS o
JOIN catalog_channel c ON c.id = o.channel_id
WHERE o.placed_at >= %(start)s AND o.placed_at < %(end)s
GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))
"""
BARE = {
    "sales.revenue": REVENUE,
    "sales.orders": ORDERS,
    "sales.new_customers": NEW,
    "traffic.conversion": CONVERSION,
    "traffic.bounce_rate": BOUNCE,
    "delivery.on_time": DELIVERED,
    "care.review_score": REVIEWS,
}
