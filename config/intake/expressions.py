"""A profile's words for "this field comes from there", turned into SQL over the rows of a file.

Every word is told in docs/imports.md. Each expression is a text, or NULL for an empty cell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psycopg import sql

NUMBERS = {
    ".": r"^[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})?(\.\d{1,20})?$",
    ",": r"^[+-]?(\d{1,15}|\d{1,3}([. ]\d{3}){1,4})?(,\d{1,20})?$",
}


class ProfileError(Exception):
    """The profile says something that nobody understands."""


def literal(value: Any) -> str:
    return sql.Literal(value).as_string(None)


def say(template: str, **parts: Any) -> str:
    """SQL from a template and parts that are SQL already."""
    return template.format(**parts)


@dataclass(frozen=True)
class Expressions:
    """The profile's expressions, over the columns of one file."""

    columns: dict[str, str]  # lower-case heading → column of the staged rows
    decimal: str = "."
    missing: tuple[str, ...] = ()

    def text(self, spec: Any) -> str:
        """The SQL of an expression."""
        if isinstance(spec, str):
            return self._cell(spec)
        if isinstance(spec, list):
            return say("COALESCE({each})", each=", ".join(map(self.text, spec)))
        if isinstance(spec, dict):
            for word, meaning in WORDS.items():
                if word in spec:
                    return meaning(self, spec)
        raise ProfileError(spec)

    def holds(self, conditions: list[dict]) -> str:
        """The SQL of conditions that must all hold."""
        return " AND ".join(self._condition(each) for each in conditions) or "TRUE"

    def number(self, text: str) -> str:
        """The SQL of a number, or NULL where the text is none."""
        mark, group = self.decimal, "." if self.decimal == "," else ","
        plain = say("replace({x}, {group}, '')", x=text, group=literal(group))
        if mark == ",":
            plain = say("replace(replace({plain}, ' ', ''), ',', '.')", plain=plain)
        slow = say(
            "CASE WHEN {x} ~ {looks} AND {x} ~ '\\d' THEN ({plain})::numeric END",
            x=text,
            looks=literal(NUMBERS[mark]),
            plain=plain,
        )
        if mark == ",":
            return f"({slow})"
        return say(
            "(CASE WHEN translate({x}, '0123456789.+-', '') = '' AND octet_length({x}) < 20"
            " THEN CASE WHEN pg_input_is_valid({x}, 'numeric') THEN {x}::numeric END ELSE {slow}"
            " END)",
            x=text,
            slow=slow,
        )

    def _cell(self, heading):
        column = self.columns.get(heading.strip().lower())
        if column is None:
            return "NULL::text"
        cell = say("NULLIF(btrim({c}, E' \\t\\r\\n\\u00a0'), '')", c=column)
        if not self.missing:
            return cell
        return say(
            "(CASE WHEN octet_length({c}) > {longest} OR {c} NOT IN ({marks}) THEN {cell} END)",
            c=column,
            longest=max(len(mark.encode()) for mark in self.missing),
            marks=", ".join(map(literal, self.missing)),
            cell=cell,
        )

    def _condition(self, condition):
        if "any" in condition:
            return "(" + " OR ".join(self._condition(each) for each in condition["any"]) + ")"
        subject = self.text(condition["of"])
        if "like" in condition:
            return say("({x} ~ {like}) IS TRUE", x=subject, like=literal(condition["like"]))
        if "unlike" in condition:
            return say("({x} ~ {like}) IS NOT TRUE", x=subject, like=literal(condition["unlike"]))
        if "is" in condition and condition["is"] in {"given", "missing"}:
            return say(
                "{x} IS {no} NULL", x=subject, no="NOT" if condition["is"] == "given" else ""
            )
        raise ProfileError(condition)

    # Words

    def _value(self, spec):
        return literal(str(spec["value"])) + "::text"

    def _join(self, spec):
        parts = ", ".join(map(self.text, spec["join"]))
        between = literal(spec.get("with", " "))
        return say("NULLIF(concat_ws({between}, {parts}), '')", between=between, parts=parts)

    def _find(self, spec):
        return say(
            "NULLIF(regexp_replace({x}, {find}, {put}, 'g'), '')",
            x=self.text(spec["of"]),
            find=literal(spec["find"]),
            put=literal(spec.get("replace", "")),
        )

    def _map(self, spec):
        subject = self.text(spec["of"])
        cases = " ".join(
            say("WHEN {said} THEN {meant}", said=literal(said.lower()), meant=literal(meant))
            for said, meant in spec["map"].items()
        )
        other = self.text(spec["otherwise"]) if "otherwise" in spec else subject
        return say(
            "(CASE lower({x}) {cases} ELSE {other} END)", x=subject, cases=cases, other=other
        )

    def _as_written(self, number):
        text = say("({n})::text", n=number)
        return text if self.decimal == "." else say("replace({t}, '.', ',')", t=text)

    def _product(self, spec):
        parts = [self.number(self.text(part)) for part in spec["product"]]
        return self._as_written(" * ".join(parts))

    def _absolute(self, spec):
        return self._as_written(say("abs({n})", n=self.number(self.text(spec["absolute"]))))

    def _times(self, spec):
        number = self.number(self.text(spec["of"]))
        return self._as_written(
            say(
                "round({n} * {times}::numeric, {places})",
                n=number,
                times=literal(str(spec["times"])),
                places=int(spec.get("places", 4)),
            )
        )

    def _occurrence(self, spec):
        same = ", ".join(map(self.text, spec["occurrence"]))
        return say("row_number() OVER (PARTITION BY {same} ORDER BY line)::text", same=same)

    def _carry(self, spec):
        return say(
            "first_value({x}) OVER (PARTITION BY {within} ORDER BY line)",
            x=self.text(spec["carry"]),
            within=self.text(spec["within"]),
        )

    def _upper(self, spec):
        return say("upper({x})", x=self.text(spec["upper"]))

    def _when(self, spec):
        return say(
            "(CASE WHEN {when} THEN {x} END)",
            when=self.holds(spec["when"]),
            x=self.text(spec["of"]),
        )


WORDS: dict[str, Callable[[Expressions, dict], str]] = {
    "value": Expressions._value,
    "join": Expressions._join,
    "find": Expressions._find,
    "map": Expressions._map,
    "times": Expressions._times,
    "product": Expressions._product,
    "absolute": Expressions._absolute,
    "occurrence": Expressions._occurrence,
    "carry": Expressions._carry,
    "upper": Expressions._upper,
    "when": Expressions._when,
}
