"""From a text to a value, in SQL: what each type of field looks like and how it is read."""

from functools import cache

from babel.numbers import list_currencies
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from config.intake.expressions import NUMBERS, Expressions, literal, say
from config.intake.kinds import Field

MOMENT = (
    r"^\d{4}-\d{1,2}-\d{1,2}([T ]+\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?[AaPp][Mm])?"
    r"( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?$"
)
PLAIN_MOMENT, PLAIN_DAY = (
    "____-__-__ __:__:__",
    "____-__-__",
)  # most files; LIKE is ten times faster
ZONED = r":.*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$"
DAY_FIRST = r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})"
ORDERS = {"dmy": r"\3-\2-\1", "mdy": r"\3-\1-\2"}
GTIN = r"^(\d{8}|\d{12,14})$"


@cache
def currencies() -> frozenset[str]:
    """Every currency there is or was, by its ISO code."""
    return frozenset(list_currencies())


class Casting:
    """How the texts of one file become values: its decimal mark, its dates, its time zone."""

    def __init__(self, expressions: Expressions, *, dates: str, time_zone: str):
        self.expressions, self.dates, self.time_zone = expressions, dates, time_zone

    def value(self, field: Field, text: str, number: str) -> str:
        """SQL: the value of a text, or NULL where it cannot be this field."""
        return getattr(self, f"_{field.type}")(field, text, number)

    # Texts

    def _text(self, field, x, _number):
        fits = "octet_length({x}) <= {n} OR char_length({x}) <= {n}"
        return say("(CASE WHEN " + fits + " THEN {x} END)", x=x, n=field.longest)

    def _choice(self, field, x, _number):
        known = ", ".join(map(literal, field.choices))
        return say("(CASE WHEN lower({x}) IN ({known}) THEN lower({x}) END)", x=x, known=known)

    def _code(self, field, x, _number):
        known = ", ".join(map(literal, sorted(currencies())))
        return say("(CASE WHEN upper({x}) IN ({known}) THEN upper({x}) END)", x=x, known=known)

    def _gtin(self, field, x, _number):
        """The check digit: from the right, digits weigh 3 and 1 in turn and add up to tens."""
        digit = say("substr(lpad({x}, 14, '0'), n, 1)::int", x=x)
        total = say(
            "SELECT sum({digit} * (CASE WHEN n % 2 = 1 THEN 3 ELSE 1 END)) % 10 = 0"
            " FROM generate_series(1, 14) n",
            digit=digit,
        )
        template = "(CASE WHEN CASE WHEN {x} ~ {looks} THEN ({total}) END THEN {x} END)"
        return say(template, x=x, looks=literal(GTIN), total=total)

    # Numbers

    def _number(self, field, _text, number):
        least = "-1e15" if field.least is None else field.least
        return say(
            "(CASE WHEN {n} >= {least} AND {n} < {most} THEN round({n}, {places}) END)",
            n=number,
            least=least,
            most=field.most,
            places=field.places,
        )

    def _whole(self, field, _text, number):
        return say(
            "(CASE WHEN {n} BETWEEN {least} AND {most} AND {n} = trunc({n}) THEN {n}::bigint END)",
            n=number,
            least=field.least,
            most=field.most,
        )

    # Time

    def _iso(self, x):
        if self.dates not in ORDERS:
            return x
        return say(
            "regexp_replace({x}, {looks}, {iso})",
            x=x,
            looks=literal(DAY_FIRST),
            iso=literal(ORDERS[self.dates]),
        )

    def _moment(self, field, x, _number):
        zone = literal(self.time_zone)
        local = say("{iso}::timestamp AT TIME ZONE {zone}", iso=self._iso(x), zone=zone)
        return say(
            "(CASE WHEN NOT {possible} THEN NULL WHEN {iso} LIKE {plain} THEN {local}"
            " WHEN {iso} ~ {looks} THEN CASE WHEN {iso} ~ {zoned} THEN {iso}::timestamptz"
            " ELSE {local} END END)",
            possible=self._possible(x),
            iso=self._iso(x),
            plain=literal(PLAIN_MOMENT),
            local=local,
            looks=literal(MOMENT),
            zoned=literal(ZONED),
        )

    def _day(self, field, x, _number):
        """The day as it is written, whatever the zone of a time behind it."""
        return say(
            "(CASE WHEN {possible} AND ({iso} LIKE {plain} OR {iso} LIKE {short} OR {iso} ~"
            " {looks})"
            " THEN split_part(translate({iso}, 'T', ' '), ' ', 1)::date END)",
            possible=self._possible(x),
            iso=self._iso(x),
            plain=literal(PLAIN_MOMENT),
            short=literal(PLAIN_DAY),
            looks=literal(MOMENT),
        )

    def _possible(self, x):
        """No 30th of February, and no year that is a slip of the finger."""
        return say(
            "({iso} >= '1990' COLLATE \"C\" AND {iso} < '21' COLLATE \"C\""
            " AND pg_input_is_valid({iso}, 'timestamptz'))",
            iso=self._iso(x),
        )

    # Complaints

    def complaint(self, field: Field, text: str) -> str:
        """SQL: what to tell the person whose cell does not look right."""
        told = _quoting(_TOLD[field.type](field), field, text)
        if field.column_type not in ("numeric", "bigint"):
            return told
        other = "," if self.expressions.decimal == "." else "."
        return say(
            "CASE WHEN {x} LIKE {mark} AND {x} ~ {looks} THEN {other} ELSE {told} END",
            x=text,
            mark=literal(f"%{other}%"),
            looks=literal(NUMBERS[other]),
            other=_quoting(_marked(other), field, text),
            told=told,
        )


def _quoting(sentence: str, field: Field, text: str) -> str:
    """SQL: the sentence with the cell in it, or as much of it as one reads."""
    told = sentence % {"field": capfirst(field.label), "value": "\x00"}
    before, _sign, after = told.partition("\x00")
    return say(
        "{before} || left({x}, 60) || {after}",
        before=literal(before),
        x=text,
        after=literal(after),
    )


def missing(field: Field) -> str:
    return _("%(field)s is missing.") % {"field": capfirst(field.label)}


def _marked(mark):
    """What to do about numbers that bear the other decimal mark: a workbook's bear none."""
    if mark == ",":
        return _(
            "%(field)s: “%(value)s” has a decimal comma, and this profile reads a point. Hand the"
            " file in as XLSX, or use “Say which column is which”."
        )
    return _(
        "%(field)s: “%(value)s” has a decimal point, and this profile reads a comma. Hand the"
        " file in as XLSX, or use “Say which column is which”."
    )


def _number_told(field):
    if field.least == 0:
        return _("%(field)s: “%(value)s” is negative, too large or no number.")
    if field.least == 1:
        return _("%(field)s: “%(value)s” is not 1 or more, too large or no number.")
    return _("%(field)s: “%(value)s” is too large or no number.")


_TOLD = {
    "text": lambda field: _("%(field)s is too long: “%(value)s”…"),
    "choice": lambda field: _("%(field)s: the profile gives “%(value)s” no meaning."),
    "code": lambda field: _("%(field)s: “%(value)s” is no currency."),
    "gtin": lambda field: _("%(field)s: “%(value)s” has a wrong check digit."),
    "number": _number_told,
    "whole": _number_told,
    "moment": lambda field: _("%(field)s: “%(value)s” is no date and time between 1990 and 2099."),
    "day": lambda field: _("%(field)s: “%(value)s” is no day between 1990 and 2099."),
}
