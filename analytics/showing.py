"""How figures are said: with their unit, and beside what they are compared with."""

from datetime import date
from decimal import Decimal

from babel import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.figure import Figure, Per
from analytics.kpi import Kpi, Span, Unit
from config.templatetags.regia import NOTHING, hours, money, number, percent, reader

UNMOVED = "±0%"


def said(kpi: Kpi, value: Decimal | float | None, currency: str = "") -> str:
    """A figure in the words of its unit; a dash where there was nothing to measure."""
    if value is None:
        return NOTHING
    if kpi.unit is Unit.MONEY:
        return money(value, currency)
    if kpi.unit is Unit.DAYS:
        return ngettext("%(number)s day", "%(number)s days", round(value)) % {
            "number": number(value, 1)
        }
    return {
        Unit.COUNT: lambda: number(value, 0),
        Unit.PERCENT: lambda: percent(value),
        Unit.RATIO: lambda: number(value, 2),
        Unit.SCORE: lambda: number(value, 2),
        Unit.HOURS: lambda: hours(value),
    }[kpi.unit]()


def said_figure(kpi: Kpi, figure: Figure) -> str:
    return no_rate(figure.unrated) or said(kpi, figure.figure, figure.currency)


def no_rate(currencies) -> str:
    """Money that cannot be added up, because nobody told its rate."""
    if not currencies:
        return ""
    return _("no rate for %(currencies)s") % {"currencies": ", ".join(sorted(currencies))}


def change(value, before) -> str:
    """By how much a figure moved: a fall to zero is −100 %, from zero there is no share."""
    if value is None or before is None:
        return ""
    if not before:
        return _("from 0") if value else UNMOVED
    share = (Decimal(value) - Decimal(before)) / abs(Decimal(before))
    if abs(share) < Decimal("0.0005"):
        return UNMOVED
    sign = "+" if share > 0 else "−"
    return f"{sign}{percent(abs(share), 0 if abs(share) >= Decimal('0.1') else 1)}"


def span_name(span: Span) -> str:
    """From a day to another, or just the day."""
    if span.first == span.last:
        return said_day(span.first)
    return f"{said_day(span.first)} – {said_day(span.last)}"


def period_name(first: date, per: Per, span: Span) -> str:
    """A period as an axis says it."""
    if per is Per.MONTH:
        return dates.format_date(first, "MMM yyyy", locale=reader())
    if per is Per.SPAN:
        return span_name(span)
    if per is Per.WEEK:
        year, week, _day = first.isocalendar()
        return _("week %(week)s, %(year)s") % {"week": week, "year": year}
    return said_day(first)


def said_day(day: date) -> str:
    return dates.format_date(day, "EEE d MMM yyyy", locale=reader())
