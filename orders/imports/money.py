"""How payments, refunds and reviews land."""

from config.intake.kinds import Counts
from config.intake.landing import Landing, forward
from orders.imports.lines import find_variants
from orders.imports.rates import rate


def land_payments(landing: Landing) -> Counts:
    return landing.upsert(
        "orders_payment",
        match={"order_id": "r.order_id", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in ("method", "amount", "installments", "paid_at")},
        default={"method": "''"},
    )


def land_refunds(landing: Landing) -> Counts:
    find_variants(landing, "refunds_known")
    landing.run(
        "CREATE TEMP TABLE refunds_priced ON COMMIT DROP AS SELECT r.*,"
        " COALESCE(r.currency, o.currency, {currency}) AS money,"
        " COALESCE(r.requested_at, r.refunded_at) AS asked_at,"
        " o.currency AS order_currency, o.rate AS order_rate, l.variant_id AS line_variant_id"
        " FROM {rows} r LEFT JOIN orders_order o ON o.id = r.order_id"
        " LEFT JOIN orders_orderline l ON l.id = r.line_id"
    )
    landing.rows = "refunds_priced"
    own_rate = rate(money="r.money", at="r.asked_at")
    return landing.upsert(
        "orders_refund",
        match={"channel_id": "{source}", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in ("order_id", "line_id", "amount", "quantity")}
        | {
            "status": "COALESCE(r.status, CASE WHEN r.refunded_at IS NULL THEN 'requested' ELSE"
            " 'paid' END)",
            "variant_id": "COALESCE(r.variant_id, r.line_variant_id)",
            "currency": "r.money",
            "rate": f"CASE WHEN r.money = r.order_currency THEN r.order_rate ELSE {own_rate} END",
            "reason": "r.reason",
            "requested_at": "r.asked_at",
            "refunded_at": "r.refunded_at",
        },
        default={"reason": "''"},
        rules={
            "status": forward(["requested", "refused", "paid"]),
            "rate": "COALESCE({old}, {new})",
        },
        moves="orders_refundmove",
        moved_at="COALESCE(new.refunded_at, {now})",
    )


def land_reviews(landing: Landing) -> Counts:
    return landing.upsert(
        "orders_review",
        match={"order_id": "r.order_id", "external_id": "r.external_id"},
        write={
            name: f"r.{name}" for name in ("score", "title", "text", "reviewed_at", "answered_at")
        },
        default={"title": "''", "text": "''"},
    )
