"""From rows of the shop to amounts per day: one grouped question for a whole span of days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    DateField,
    DateTimeField,
    DecimalField,
    Expression,
    F,
    Func,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from analytics.kpi import Dimension, Span
from catalog.models import Shop

ZERO, ONE = Value(0), Value(1)
NUMBER = DecimalField(max_digits=20, decimal_places=6)
NOTHING = Cast(Value(None), NUMBER)


class LocalDay(Func):
    """The business day of a moment, in a zone that stands in a column."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


class StartOfDay(Func):
    """The first moment of the local day on which a moment falls."""

    function = "date_trunc"
    template = "%(function)s('day', %(expressions)s)"
    output_field = DateTimeField()


class Seconds(Func):
    """How long a stretch of time was."""

    template = "EXTRACT(EPOCH FROM (%(expressions)s))"
    arg_joiner = " - "
    output_field = NUMBER


class SumOfAll(Aggregate):
    """A sum that is unknown as soon as one of its parts is."""

    template = "CASE WHEN count(*) = count(%(expressions)s) THEN sum(%(expressions)s) END"

    def as_sql(self, compiler, connection, **context):
        sql, params = super().as_sql(compiler, connection, **context)
        return sql, (*params, *params)


class CountOf(Subquery):
    """How many rows of another kind belong to a row."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = BigIntegerField()


@dataclass(frozen=True)
class Money:
    """An amount in the row's own currency; `rate` says what it was worth in the shop's."""

    amount: Expression


@dataclass(frozen=True)
class Amounts:
    """One question whose answer is day, channel, currency, dimension values and amounts."""

    parts: tuple[tuple[str, tuple], ...]
    dimensions: tuple[Dimension, ...] = ()

    def __add__(self, other: "Amounts") -> "Amounts":
        """Two kinds of row that feed one figure, such as orders and visits."""
        if self.dimensions != other.dimensions:
            raise ValueError("Both kinds of row must say the same dimensions.")
        return Amounts(self.parts + other.parts, self.dimensions)

    def sql_and_params(self) -> tuple[str, list]:
        sql = "\nUNION ALL\n".join(f"({part})" for part, _params in self.parts)
        return sql, [value for _part, params in self.parts for value in params]


@dataclass(frozen=True)
class Facts:
    """Rows of the shop that happen on a day: which, when, and on whose channel.

    `of` leads from the row to what names its channel and money: "order__" for a line, "" for an
    order. None: rows of our own work, whose day is the shop's.
    """

    rows: Callable[[], QuerySet]
    at: str
    of: str | None = ""

    def between(self, span: Span) -> QuerySet:
        """The rows that may fall on one of these days in some zone, each with its local day."""
        start, end = span.moments()
        rows = self.rows().filter(**{f"{self.at}__gte": start, f"{self.at}__lt": end})
        return rows.annotate(on_day=LocalDay(F(self.at), self.zone))

    def on(self, span: Span) -> QuerySet:
        """The rows of exactly these days."""
        return self.between(span).filter(on_day__gte=span.first, on_day__lt=span.end)

    @property
    def zone(self):
        if self.of is None:
            return Value(Shop.current().time_zone)
        return F(f"{self.of}channel__time_zone")

    @property
    def channel(self) -> str | None:
        return None if self.of is None else f"{self.of}channel_id"


def where(condition: Q) -> Case:
    """One for each row of which this is true, else nothing."""
    return Case(When(condition, then=ONE), default=ZERO)


def per_day(
    facts: Facts, span: Span, *, numerator, denominator=None, by=None, rows=None, is_money=False
) -> Amounts:
    """The amounts of rows per local day, channel, currency and dimension value.

    Counts that stand beside money say `is_money`, so that they fall on the same currency.
    """
    rows = facts.between(span) if rows is None else rows
    is_money = is_money or isinstance(numerator, Money)
    currency, rate = (f"{facts.of}currency", f"{facts.of}rate") if is_money else (None, None)
    return grouped(
        rows,
        numerator=numerator,
        denominator=denominator,
        channel=facts.channel,
        currency=currency,
        rate=rate,
        by=by or {},
    )


def standing(rows: QuerySet, day: date, *, numerator, denominator=None, channel=None, by=None):
    """The amounts of rows as they stand at the close of a day."""
    rows = rows.annotate(on_day=Value(day, output_field=DateField()))
    return grouped(
        rows,
        numerator=numerator,
        denominator=denominator,
        channel=channel,
        currency=None,
        rate=None,
        by=by or {},
    )


def grouped(rows, *, numerator, denominator, channel, currency, rate, by) -> Amounts:
    """The one grouped statement behind `per_day` and `standing`."""
    labels = {
        "on_channel": F(channel) if channel else Cast(Value(None), BigIntegerField()),
        "in_currency": F(currency) if currency else Value(""),
    }
    labels |= {f"by_{name}": Coalesce(F(path), Value("")) for name, path in by.items()}
    sums = {"top": _sum(numerator), "bottom": _sum(denominator)}
    in_shop = {"top_in_shop": "top", "bottom_in_shop": "bottom"}  # counts stay counts
    for name, amount in zip(in_shop, (numerator, denominator), strict=True):
        if isinstance(amount, Money):
            sums[name] = SumOfAll(amount.amount * F(rate), output_field=NUMBER)
            in_shop[name] = name
    question = rows.annotate(**labels).values("on_day", *labels).annotate(**sums).order_by()
    columns = ["on_day", *labels, *sums]
    sql, params = question.values_list(*columns).query.sql_with_params()
    named = ", ".join(f'"{column}"' for column in ("on_day", *labels, "top", "bottom"))
    named += "".join(f', "{column}" AS "{name}"' for name, column in in_shop.items())
    named_part = f"SELECT {named} FROM ({sql}) AS part"  # noqa: S608  our own columns
    return Amounts(((named_part, tuple(params)),), tuple(by))


def _sum(amount):
    if amount is None:
        return NOTHING
    if isinstance(amount, Money):
        amount = amount.amount
    return amount if isinstance(amount, Aggregate) else Sum(amount, output_field=NUMBER)
