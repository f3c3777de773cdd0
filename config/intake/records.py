"""From the lines of a file to typed rows of each kind, and the lines that cannot become any."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from config.intake.casting import Casting, missing
from config.intake.expressions import Expressions, literal, say
from config.intake.kinds import Kind
from config.intake.reasons import reason

SOFT = {"gtin"}  # a wrong one is left out, and the row lands without it
SAME_ID = _("Line %(line)s has the same id, with other content.")
FELL_WITH = _("Line %(line)s belongs together with this one and was refused.")


@dataclass
class Records:
    """The rows of one kind that a file brings, in a table of their own."""

    kind: Kind
    table: str
    is_grouped: bool = False
    keeps: frozenset[str] = frozenset()
    read: int = 0
    rejected: int = 0
    has_doubles: bool = False
    without: dict[str, int] = field(default_factory=dict)


def build(
    cursor, *, stage: str, kind: Kind, spec: dict, expressions: Expressions, casting: Casting
):
    """A table `rows_<kind>` with a line, a reason (NULL when sound) and every field of the kind."""
    records = Records(
        kind,
        f"rows_{kind.key}",
        is_grouped=bool(spec.get("grouped")),
        keeps=frozenset(spec.get("keeps", ())),
    )
    told = {name: expressions.text(said) for name, said in spec.get("columns", {}).items()}
    mapped = [each for each in kind.fields if each.name in told]
    texts = "".join(say(", {text} AS c_{n}", text=told[f.name], n=f.name) for f in mapped)
    numbers = "".join(
        say(", {number} AS n_{n}", number=expressions.number(f"c_{f.name}"), n=f.name)
        for f in mapped
        if f.type in {"number", "whole"}
    )
    cursor.execute(
        say(
            "CREATE TEMP TABLE {table} ON COMMIT DROP AS"
            " SELECT line, NULL::bigint AS waited, {reason} AS why, {lost} AS lost{named}"
            " FROM (SELECT *{values} FROM (SELECT *{numbers} FROM (SELECT line{texts} FROM {stage}"
            " WHERE flaw IS NULL AND {only} OFFSET 0) texts OFFSET 0) numbers OFFSET 0) cells",
            table=records.table,
            reason=_reason(kind, mapped, casting),
            lost=_lost(mapped),
            named="".join(_named(f, mapped) for f in kind.fields),
            values="".join(_value(f, casting) for f in mapped),
            numbers=numbers,
            texts=texts,
            stage=stage,
            only=expressions.holds(spec.get("only", [])),
        )
    )
    for condition, complaint in kind.checks:
        _complain(cursor, records, condition, complaint)
    cursor.execute(say("ANALYZE {table}", table=records.table))
    return records


def _value(field, casting):
    value = casting.value(field, f"c_{field.name}", f"n_{field.name}")
    return say(", ({v})::{type} AS v_{n}", v=value, type=field.column_type, n=field.name)


def _named(field, mapped):
    value = f"v_{field.name}" if field in mapped else f"NULL::{field.column_type}"
    return say(", {v} AS {q}", v=value, q=quoted(field.name))


def _is_wrong(field):
    return say("(c_{n} IS NOT NULL AND v_{n} IS NULL)", n=field.name)


def _reason(kind, mapped, casting):
    """What is wrong with a row, all of it, for the person who will put it right."""
    wrong = {
        _is_wrong(each): casting.complaint(each, f"c_{each.name}")
        for each in mapped
        if each.type not in SOFT
    }
    for each in (each for each in kind.fields if each.required):
        is_missing = f"(c_{each.name} IS NULL)" if each in mapped else "TRUE"
        wrong[is_missing] = missing(each)
    cases = [say("CASE WHEN {wrong} THEN {told} END", wrong=w, told=t) for w, t in wrong.items()]
    return say(
        "CASE WHEN {wrong} THEN concat_ws(', ', {told}) END",
        wrong=" OR ".join(wrong) or "FALSE",
        told=", ".join(cases) or "NULL",
    )


def _lost(mapped):
    names = [
        say("CASE WHEN {wrong} THEN {name} END", wrong=_is_wrong(each), name=literal(each.name))
        for each in mapped
        if each.type in SOFT
    ]
    return say("NULLIF(concat_ws(' ', {names}), '')", names=", ".join(names)) if names else "NULL"


def _complain(cursor, records, condition, complaint):
    cursor.execute(
        say(
            "UPDATE {table} SET why = {told} WHERE why IS NULL AND ({condition})",
            table=records.table,
            told=reason(str(complaint)),
            condition=condition,
        )
    )


def quoted(name: str) -> str:
    return f'"{name}"'


def idents(kind: Kind) -> str:
    return ", ".join(map(quoted, kind.ident))


# What cannot land


def sort_out(cursor, *, stage: str, every: list[Records], together: str | None) -> None:
    """Collect the lines that cannot land in `bad`, and take them out of every kind."""
    cursor.execute("CREATE TEMP TABLE bad (line int, kind text, reason text) ON COMMIT DROP")
    first = every[0].kind.key if every else ""
    cursor.execute(
        say(
            "INSERT INTO bad SELECT line, {kind}, flaw FROM {stage} WHERE flaw IS NOT NULL",
            kind=literal(first),
            stage=stage,
        )
    )
    for records in every:
        _find_bad(cursor, records)
    if together:
        _fall_together(cursor, stage, together, first)
    for records in every:
        _count(cursor, records, is_alone=len(every) == 1)
        _take_out(cursor, records)
    if every:
        flawed = say("SELECT count(*) FROM {stage} WHERE flaw IS NOT NULL", stage=stage)
        cursor.execute(flawed)
        amount = cursor.fetchone()[0]
        every[0].read += amount
        every[0].rejected += amount


def _find_bad(cursor, records):
    parts = {"table": records.table, "kind": literal(records.kind.key)}
    cursor.execute(
        say(
            "INSERT INTO bad SELECT line, {kind}, why FROM {table} WHERE why IS NOT NULL",
            **parts,
        )
    )
    if records.is_grouped:
        return
    ident = idents(records.kind)
    cursor.execute(
        say(
            "SELECT EXISTS (SELECT FROM {table} WHERE why IS NULL GROUP BY {ident}"
            " HAVING count(*) > 1)",
            ident=ident,
            **parts,
        )
    )
    records.has_doubles = cursor.fetchone()[0]
    if records.has_doubles:
        _find_doubles(cursor, records, ident, parts)


def _find_doubles(cursor, records, ident, parts):
    """An id that comes twice: the same content is read once, other content is refused."""
    fields = ", ".join(quoted(each.name) for each in records.kind.fields)
    cursor.execute(
        say(
            "INSERT INTO bad SELECT line, {kind}, {told} FROM ("
            "SELECT line, first_value(line) OVER same AS earliest, ROW({fields}) AS content,"
            " first_value(ROW({fields})) OVER same AS first_content FROM {table}"
            " WHERE why IS NULL WINDOW same AS (PARTITION BY {ident} ORDER BY line)) every_one"
            " WHERE content IS DISTINCT FROM first_content",
            told=reason(SAME_ID, asked={"line": "earliest::text"}),
            fields=fields,
            ident=ident,
            **parts,
        )
    )


def _fall_together(cursor, stage, together, kind):
    """An order whose one line is refused does not land without it: its other lines wait as well."""
    cursor.execute(
        say(
            "WITH keyed AS MATERIALIZED (SELECT line, {together} AS key FROM {stage} WHERE flaw"
            " IS NULL),"
            " fallen AS (SELECT key, min(line) AS cause FROM keyed JOIN bad USING (line)"
            " WHERE key IS NOT NULL GROUP BY key)"
            " INSERT INTO bad SELECT k.line, {kind}, {told}"
            " FROM keyed k JOIN fallen USING (key)"
            " WHERE NOT EXISTS (SELECT FROM bad WHERE bad.line = k.line)",
            together=together,
            stage=stage,
            kind=literal(kind),
            told=reason(FELL_WITH, asked={"line": "cause::text"}),
        )
    )


def _count(cursor, records, *, is_alone):
    """How many rows were read and rejected. Of rows that make one, those of another kind tell what
    is wrong with their line; where there is no other, these do."""
    parts = {"table": records.table, "ident": idents(records.kind)}
    verb = "SELECT {what} FROM {table} WHERE {condition}"
    what = "count(*)"
    if records.is_grouped:
        own = "" if is_alone else " FILTER (WHERE why IS NULL)"
        what = say("count(DISTINCT ({ident})){own}", own=own, **parts)
    sound = "line NOT IN (SELECT line FROM bad)"
    cursor.execute(say(verb, what=what, condition="TRUE", **parts))
    records.read = cursor.fetchone()[0]
    cursor.execute(say(verb, what=what, condition=sound, **parts))
    records.rejected = records.read - cursor.fetchone()[0]
    cursor.execute(say(verb, what="count(*)", condition=f"lost IS NOT NULL AND {sound}", **parts))
    if amount := cursor.fetchone()[0]:
        records.without = {"gtin": amount}


def _take_out(cursor, records):
    """Leave the sound rows, each once."""
    parts = {"table": records.table, "ident": idents(records.kind)}
    cursor.execute(say("DELETE FROM {table} WHERE line IN (SELECT line FROM bad)", **parts))
    if records.has_doubles:
        cursor.execute(
            say(
                "DELETE FROM {table} WHERE line IN (SELECT line FROM (SELECT line, row_number()"
                " OVER (PARTITION BY {ident} ORDER BY line) AS nth FROM {table}) every_one WHERE"
                " nth > 1)",
                **parts,
            )
        )


def group(cursor, records: Records, spec: dict) -> None:
    """One row per id, where a file repeats an order on each line: the first thing said counts."""
    sums = set(spec.get("sum", ()))
    leasts = set(spec.get("earliest", ()))
    said = set(spec.get("columns", {}))

    def gathered(each):
        name = quoted(each.name)
        if each.name in records.kind.ident:
            return name
        if each.name not in said:
            return say("NULL::{type} AS {name}", type=each.column_type, name=name)
        if each.name in sums or each.name in leasts:
            verb = "sum" if each.name in sums else "min"
            return say(
                "{verb}({name})::{type} AS {name}", verb=verb, name=name, type=each.column_type
            )
        return say(
            "(array_agg({name} ORDER BY line) FILTER (WHERE {name} IS NOT NULL))[1] AS {name}",
            name=name,
        )

    grouped = f"{records.table}_grouped"
    cursor.execute(
        say(
            "CREATE TEMP TABLE {grouped} ON COMMIT DROP AS SELECT min(line) AS line,"
            " NULL::bigint AS waited, NULL::text AS why, {values} FROM {table} GROUP BY {ident}",
            grouped=grouped,
            values=", ".join(map(gathered, records.kind.fields)),
            table=records.table,
            ident=idents(records.kind),
        )
    )
    records.table = grouped
