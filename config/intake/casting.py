"""From a text to a value, in SQL: what each type of field looks like and how it is read."""

from functools import cache

from babel.numbers import list_currencies
from django.utils.translation import gettext_noop as _

from config.intake.expressions import NUMBERS, Expressions, literal, say
from config.intake.kinds import Field
from config.intake.reasons import reason

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
        told = _quoting(_told(field), field, text)
        if field.column_type not in NUMERIC:
            return told
        other = "," if self.expressions.decimal == "." else "."
        return say(
            "CASE WHEN {x} LIKE {mark} AND {x} ~ {looks} THEN {other} ELSE {told} END",
            x=text,
            mark=literal(f"%{other}%"),
            looks=literal(NUMBERS[other]),
            other=_quoting(MARKED[other], field, text),
            told=told,
        )


def missing(field: Field) -> str:
    """SQL: what to tell the person who left a needed cell empty."""
    return reason(_("%(field)s is missing."), field=str(field.label))


def _quoting(sentence: str, field: Field, text: str) -> str:
    """SQL: the sentence with the cell in it, or as much of it as one reads."""
    cell = say("json_build_object('said', left({x}, 60))", x=text)
    return reason(sentence, field=str(field.label), asked={"value": cell})


NUMERIC = ("numeric", "bigint")
MARKED = {  # by the decimal mark that the file was not expected to bear
    ",": _(
        "%(field)s: “%(value)s” has a decimal comma, and the file is read with a point. Have it"
        " read with a comma."
    ),
    ".": _(
        "%(field)s: “%(value)s” has a decimal point, and the file is read with a comma. Have it"
        " read with a point."
    ),
}
LEAST = {
    0: _("%(field)s: “%(value)s” is negative, too large or no number."),
    1: _("%(field)s: “%(value)s” is not 1 or more, too large or no number."),
}
TOLD = {
    "text": _("%(field)s is too long: “%(value)s”…"),
    "choice": _("%(field)s: the profile gives “%(value)s” no meaning."),
    "code": _("%(field)s: “%(value)s” is no currency."),
    "gtin": _("%(field)s: “%(value)s” has a wrong check digit."),
    "moment": _("%(field)s: “%(value)s” is no date and time between 1990 and 2099."),
    "day": _("%(field)s: “%(value)s” is no day between 1990 and 2099."),
}


def _told(field):
    if field.column_type in NUMERIC:
        return LEAST.get(field.least, _("%(field)s: “%(value)s” is too large or no number."))
    return TOLD[field.type]
