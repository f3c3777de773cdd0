"""From measurements to figures: what commands print and pages show is computed here, once."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import DateField, F, Func, Max, Q, Sum, Value, Window

from analytics.figure import Figure, Per
from analytics.kpi import Dimension, Kind, Kpi, Span
from analytics.models import Measurement
from catalog.models import Channel, Shop


class FirstDay(Func):
    """The first day of the week or month of a day, without date_trunc's detour by a time zone."""

    template = "date_trunc('%(step)s', (%(expressions)s)::timestamp)::date"
    output_field = DateField()


STEPS = {
    Per.DAY: lambda day: F(day),
    Per.WEEK: lambda day: FirstDay(F(day), step="week"),
    Per.MONTH: lambda day: FirstDay(F(day), step="month"),
}


def figures(
    kpi: Kpi,
    span: Span,
    *,
    channel: Channel | None = None,
    by: Dimension | None = None,
    per: Per = Per.DAY,
) -> list[Figure]:
    """A KPI's figures over a span: one per step with anything to measure, and per value."""
    step = STEPS[per]("day") if per in STEPS else Value(span.first, output_field=DateField())
    rows = measurements(kpi, span, channel=channel, by=by).annotate(step=step)
    if kpi.kind is Kind.LEVEL:
        rows = last_evenings(rows, "step")
    rows = rows.annotate(label=_label(by))
    return told(added_up(rows, "step", "label").order_by("step", "label"), per, span)


def told(rows: Iterable[dict], per: Per, span: Span) -> list[Figure]:
    """Sums in the order of their steps and labels, as figures: in one currency all of them."""
    rows = list(rows)
    in_shop = speaks_shop_money(rows)
    steps = groupby(rows, key=lambda row: (row["step"], row.get("label") or ""))
    return [_figure(first, label, list(sums), per, span, in_shop) for (first, label), sums in steps]


def measurements(kpi: Kpi, span: Span, *, channel=None, by=None):
    """The rows of one split of a KPI: its totals, unless a dimension is asked for."""
    split = "" if by in (None, Dimension.CHANNEL) else by
    rows = Measurement.objects.filter(
        kpi=kpi.key, dimension=split, day__gte=span.first, day__lt=span.end
    )
    return rows if channel is None else rows.filter(channel=channel)


def last_evenings(rows, *labels):
    """Of levels only the last evening under each label: what stood so is not added over days."""
    evening = Window(Max("day"), partition_by=[F(label) for label in labels])
    newest = rows.annotate(evening=evening).filter(day=F("evening"))
    return rows.filter(pk__in=newest.values("pk"))


def added_up(rows, *labels):
    """Measurements added up under each label and currency: the amounts of ratios are added, never
    averaged."""
    return rows.values(*labels, "currency").annotate(
        top=Sum("numerator"),
        bottom=Sum("denominator"),
        top_in_shop=Sum("numerator_in_shop"),
        bottom_in_shop=Sum("denominator_in_shop"),
        is_unrated=BoolOr(Q(numerator_in_shop=None) & ~Q(currency="")),
    )


def speaks_shop_money(rows: Iterable[dict]) -> bool:
    """Whether these sums hold several currencies, so that only the shop's own can add them."""
    return len({row["currency"] for row in rows}) > 1


def unrated(rows: Iterable[dict]) -> frozenset[str]:
    """The currencies of sums of which some have no rate."""
    return frozenset(row["currency"] for row in rows if row["is_unrated"])


def sums_of(rows: list[dict], *, in_shop: bool = False) -> tuple[Decimal | None, Decimal | None]:
    """Several sums as one: as charged in one currency, else in the shop's; None when unknown."""
    in_shop = in_shop or speaks_shop_money(rows)
    if not rows or (in_shop and unrated(rows)):
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


def _figure(first, label, rows, per, span, in_shop):
    top, bottom = sums_of(rows, in_shop=in_shop)
    return Figure(
        first=first,
        period=per.label(first, span),
        value=label,
        numerator=top,
        denominator=bottom,
        currency=shop_currency() if in_shop else rows[0]["currency"],
        unrated=unrated(rows) if in_shop else frozenset(),
    )
