"""From measurements to figures: what commands print and pages show is computed here, once."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Max, Q, Sum, Value
from django.db.models.functions import TruncMonth, TruncWeek

from analytics.figure import Figure, Per
from analytics.kpi import Dimension, Kind, Kpi, Span
from analytics.models import Measurement
from catalog.models import Channel, Shop

PERIODS = {
    Per.DAY: lambda span: F("day"),
    Per.WEEK: lambda span: TruncWeek("day"),
    Per.MONTH: lambda span: TruncMonth("day"),
    Per.SPAN: lambda span: Value(span.first),
}


def figures(
    kpi: Kpi,
    span: Span,
    *,
    channel: Channel | None = None,
    by: Dimension | None = None,
    per: Per = Per.DAY,
) -> list[Figure]:
    """A KPI's figures over a span: one per period with anything to measure, and per value."""
    rows = measurements(kpi, span, channel=channel, by=by).annotate(period=PERIODS[per](span))
    if kpi.kind is Kind.LEVEL:
        rows = last_evenings(rows, "period")
    rows = rows.annotate(label=_label(by))
    rows = list(added_up(rows, "period", "label").order_by("period", "label"))
    in_shop = speaks_shop_money(rows)
    return [_figure(row, per, span, in_shop) for row in rows]


def measurements(kpi: Kpi, span: Span, *, channel=None, by=None):
    """The rows of one split of a KPI: its totals, unless a dimension is asked for."""
    split = "" if by in (None, Dimension.CHANNEL) else by
    rows = Measurement.objects.filter(
        kpi=kpi.key, dimension=split, day__gte=span.first, day__lt=span.end
    )
    return rows if channel is None else rows.filter(channel=channel)


def last_evenings(rows, *labels):
    """Of levels only the last evening under each label: what stood so is not added over days."""
    return rows.filter(day__in=rows.values(*labels).annotate(last=Max("day")).values("last"))


def added_up(rows, *labels):
    """Measurements added up under each label: the amounts of ratios are added, never averaged."""
    return rows.values(*labels).annotate(
        top=Sum("numerator"),
        bottom=Sum("denominator"),
        top_in_shop=Sum("numerator_in_shop"),
        bottom_in_shop=Sum("denominator_in_shop"),
        currencies=ArrayAgg("currency", distinct=True),
        unrated=ArrayAgg(
            "currency",
            distinct=True,
            filter=Q(numerator_in_shop=None) & ~Q(currency=""),
            default=Value([]),
        ),
    )


def speaks_shop_money(rows: Iterable[dict]) -> bool:
    """Whether these sums hold several currencies, so that only the shop's own can add them."""
    return len({currency for row in rows for currency in row["currencies"]}) > 1


def sums_of(rows: list[dict], *, in_shop: bool = False) -> tuple[Decimal | None, Decimal | None]:
    """Several sums as one: as charged in one currency, else in the shop's; None when unknown."""
    in_shop = in_shop or speaks_shop_money(rows)
    if not rows or (in_shop and any(row["unrated"] for row in rows)):
        return None, None
    money = "_in_shop" if in_shop else ""
    tops = [row[f"top{money}"] for row in rows]
    bottoms = [row[f"bottom{money}"] for row in rows if row[f"bottom{money}"] is not None]
    return sum(tops), sum(bottoms) if bottoms else None


def shop_currency() -> str:
    return Shop.current().currency


def _label(by):
    if by is None:
        return Value("")
    return F("channel__code") if by is Dimension.CHANNEL else F("value")


def _figure(row, per, span, in_shop):
    shared = {"first": row["period"], "value": row["label"] or ""}
    shared["period"] = per.label(row["period"], span)
    if not in_shop:
        currency = row["currencies"][0] if row["currencies"] else ""
        return Figure(**shared, numerator=row["top"], denominator=row["bottom"], currency=currency)
    if row["unrated"]:
        return Figure(**shared, numerator=None, denominator=None, unrated=frozenset(row["unrated"]))
    return Figure(
        **shared,
        numerator=row["top_in_shop"],
        denominator=row["bottom_in_shop"],
        currency=shop_currency(),
    )
