"""How values look on a page, in the reader's language."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale, dates, numbers
from django import template
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide.templatetags import lucide as icons

from config.lib import doors, drawing

register = template.Library()

NOTHING = "–"
LOCALES = {"en": "en_GB"}  # days before months and 24 hours, as in the rest of the house
DAYS_BY_NAME = 6  # a weekday's name alone means the nearest one
RELATIVE_UP_TO = timedelta(days=21)


def reader() -> Locale:
    """The locale of whoever reads this page."""
    return _locale(_language())


def _language():
    return (get_language() or "en")[:2]


@lru_cache
def _locale(language):
    return Locale.parse(LOCALES.get(language, language))


# A page says the same few numbers and days again and again, and Babel takes its time for each.


@lru_cache(maxsize=10_000)
def _decimal(amount, pattern, language):
    return numbers.format_decimal(amount, pattern, locale=_locale(language))


@lru_cache(maxsize=10_000)
def _currency(amount, currency, language):
    return numbers.format_currency(amount, currency, locale=_locale(language))


@lru_cache(maxsize=10_000)
def _date(day, language):
    return dates.format_date(day, "medium", locale=_locale(language))


@lru_cache(maxsize=10_000)
def _interval(first, last, language):
    return dates.format_interval(first, last, "yMMMd", locale=_locale(language))


@lru_cache(maxsize=10_000)
def _since(minutes, language):
    since = timedelta(minutes=minutes)
    return dates.format_timedelta(since, add_direction=True, locale=_locale(language))


def _as_number(value):
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@register.filter
def money(value, currency=""):
    """12480 → 12.480,00 € for an Italian."""
    amount = _as_number(value)
    if amount is None:
        return NOTHING
    if not currency:
        return _decimal(amount, "#,##0.00", _language())
    return _currency(amount, currency, _language())


@register.filter
def number(value, digits=None):
    """A number as people write it; with so many decimals, or up to two."""
    amount = _as_number(value)
    if amount is None:
        return NOTHING
    pattern = "#,##0.##" if digits is None else "#,##0." + "0" * int(digits)
    return _decimal(amount, pattern.rstrip("."), _language())


@register.filter
def percent(value, digits=1):
    """0.954 → 95,4 %."""
    amount = _as_number(value)
    if amount is None:
        return NOTHING
    locale = reader()
    pattern = locale.percent_formats[None].pattern.replace("0%", "0." + "#" * int(digits) + "%")
    pattern = pattern.replace("0\xa0%", "0." + "#" * int(digits) + "\xa0%")
    return numbers.format_percent(amount, pattern, locale=locale)


@register.filter
def day(value):
    """22 Nov 2026. A moment is shown as its day on the reader's clock."""
    if not isinstance(value, date):
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _date(value, _language())


@register.filter
def coming_day(value):
    """23 Nov: a day so near that its year goes without saying."""
    return dates.format_skeleton("MMMd", value, locale=reader())


def days(first, last):
    """23–30 Nov 2026: from one moment's day to another's, on the reader's clock."""
    first, last = (timezone.localtime(each).date() for each in (first, last))
    return _interval(first, last, _language())


@register.filter
def exact(value):
    """22 Nov 2026, 14:05, on the reader's clock."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value)
    return f"{_date(local.date(), _language())}, {local:%H:%M}"


@register.filter
def upcoming(value):
    """A moment one can still aim at: Thursday 11:00; more than six days away, its date too."""
    local = timezone.localtime(value)
    clock = dates.format_time(local, "HH:mm", tzinfo=local.tzinfo, locale=reader())
    if abs((local.date() - timezone.localdate()).days) > DAYS_BY_NAME:
        return f"{day(value)}, {clock}"
    return f"{dates.format_date(local, 'EEEE', locale=reader())} {clock}"


@register.filter
def moment(value):
    """How long ago, or in how long; the exact moment on hover."""
    if not isinstance(value, datetime):
        return day(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact(value), _ago(value)
    )


@register.filter
def distance(value):
    """How far off, beside the exact moment: nothing where that would be its day once more."""
    return "" if _is_far(value) else moment(value)


def _is_far(value):
    return abs(value - timezone.now()) > RELATIVE_UP_TO


def _ago(value):
    if _is_far(value):
        return day(value)
    since = value - timezone.now()
    if abs(since) < timedelta(minutes=1):
        return _("now")
    return _since(round(since.total_seconds() / 60), _language())


@register.filter
def hours(value):
    """1.87 → 1 h 52 min."""
    amount = _as_number(value)
    if amount is None:
        return NOTHING
    minutes = round(abs(amount) * 60)
    whole, left = divmod(minutes, 60)
    sign = "−" if amount < 0 and minutes else ""
    parts = [f"{number(whole)} h"] if whole else []
    if (left and whole < 100) or not whole:
        parts.append(f"{left} min")
    return sign + " ".join(parts)


@register.filter
def get(mapping, key):
    """The value of a dictionary under a key that a template holds in a variable."""
    return mapping.get(key) if mapping else None


@register.filter
def opens_to(address, user):
    """Whether a link leads the reader to a page, and not to “there is no such page”."""
    return doors.is_open_to(user, address or "")


@register.simple_tag
@lru_cache(maxsize=1000)
def lucide(name, *, size=24, **attributes):
    """An icon, drawn once: the package builds it anew from XML each time."""
    return icons.lucide(name, size=size, **attributes)


@register.inclusion_tag("parts/sparkline.html")
def sparkline(values, label=""):
    """A line of recent values beside a figure. None is a gap, not a zero."""
    return {"drawing": drawing.sparkline(list(values or [])), "label": label}


@register.simple_tag
def chart_rows(chart):
    """The table under a chart: each label with its value in every series."""
    values = [series["values"] for series in chart["series"]]
    return list(zip(chart["labels"], zip(*values, strict=True), strict=True)) if values else []


@register.simple_tag
def nobody_yet():
    """A shop without any person: its login page then says how the first one is made."""
    return not get_user_model()._default_manager.exists()
