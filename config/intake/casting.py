"""From a text to a value, in SQL: what each type of field looks like and how it is read."""

from functools import cache

from babel.numbers import list_currencies
from django.utils.translation import gettext as _

from config.intake.expressions import Expressions, literal, say
from config.intake.kinds import Field

MOMENT = (
    r"^\d{4}-\d{1,2}-\d{1,2}([T ]+\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?[AaPp][Mm])?"
    r"( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?$"
)
ZONED = r"(Z|UTC|GMT|[+-]\d{2}:?\d{2})$"
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

    def looks_right(self, field: Field, text: str) -> str:
        """SQL: the text, when there is one, can be this field."""
        asked = getattr(self, f"_is_{field.type}")(field, text)
        return say("({x} IS NULL OR COALESCE({asked}, false))", x=text, asked=asked)

    def value(self, field: Field, text: str) -> str:
        """SQL: the value of a text that looks right."""
        return getattr(self, f"_as_{field.type}")(field, text)

    # Texts

    def _is_text(self, field, x):
        return say("char_length({x}) <= {longest}", x=x, longest=field.longest)

    def _as_text(self, field, x):
        return x

    def _is_choice(self, field, x):
        known = ", ".join(map(literal, field.choices))
        return say("lower({x}) IN ({known})", x=x, known=known)

    def _as_choice(self, field, x):
        return say("lower({x})", x=x)

    def _is_code(self, field, x):
        known = ", ".join(map(literal, sorted(currencies())))
        return say("upper({x}) IN ({known})", x=x, known=known)

    def _as_code(self, field, x):
        return say("upper({x})", x=x)

    def _is_gtin(self, field, x):
        """The check digit: from the right, digits weigh 3 and 1 in turn and add up to tens."""
        digit = say("substr(lpad({x}, 14, '0'), n, 1)::int", x=x)
        total = say(
            "SELECT sum({digit} * (CASE WHEN n % 2 = 1 THEN 3 ELSE 1 END)) % 10 = 0"
            " FROM generate_series(1, 14) n",
            digit=digit,
        )
        return say(
            "(CASE WHEN {x} ~ {looks} THEN ({total}) END)", x=x, looks=literal(GTIN), total=total
        )

    _as_gtin = _as_text

    # Numbers

    def _is_number(self, field, x):
        least = "-1e15" if field.least is None else field.least
        number = self.expressions.number(x)
        return say("{n} >= {least} AND {n} < {most}", n=number, least=least, most=field.most)

    def _as_number(self, field, x):
        return say("round({n}, {places})", n=self.expressions.number(x), places=field.places)

    def _is_whole(self, field, x):
        number = self.expressions.number(x)
        return say(
            "{n} BETWEEN {least} AND {most} AND {n} = trunc({n})",
            n=number,
            least=field.least,
            most=field.most,
        )

    def _as_whole(self, field, x):
        return say("{n}::bigint", n=self.expressions.number(x))

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

    def _is_moment(self, field, x):
        return say(
            "(CASE WHEN {iso} ~ {looks} THEN left({iso}, 4) BETWEEN '1990' AND '2099'"
            " AND pg_input_is_valid({iso}, 'timestamptz') END)",
            iso=self._iso(x),
            looks=literal(MOMENT),
        )

    def _as_moment(self, field, x):
        return say(
            "(CASE WHEN length({iso}) > 16 AND {iso} ~ {zoned} THEN {iso}::timestamptz"
            " ELSE {iso}::timestamp AT TIME ZONE {zone} END)",
            iso=self._iso(x),
            zoned=literal(ZONED),
            zone=literal(self.time_zone),
        )

    _is_day = _is_moment

    def _as_day(self, field, x):
        return say("split_part(split_part({iso}, ' ', 1), 'T', 1)::date", iso=self._iso(x))

    # Complaints

    def complaint(self, field: Field, text: str) -> str:
        """SQL: what to tell the person whose cell does not look right."""
        told = _TOLD[field.type](field) % {"field": field.label, "value": "\x00"}
        before, _sign, after = told.partition("\x00")
        return say(
            "{before} || left({x}, 60) || {after}",
            before=literal(before),
            x=text,
            after=literal(after),
        )


def missing(field: Field) -> str:
    return _("%(field)s is missing.") % {"field": field.label}


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
