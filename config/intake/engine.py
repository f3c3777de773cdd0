"""The importer: rows are staged by COPY, understood in SQL, and land in one transaction."""

import csv
import io
import json
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from config.intake import landing, records
from config.intake.casting import Casting
from config.intake.expressions import Expressions, literal, say
from config.intake.kinds import Source, house
from config.intake.matching import lacking, misfit, reading_of
from config.intake.models import Profile, Rejected
from config.intake.reasons import ALL
from config.lib.tables import NotATable, open_table
from config.templatetags.regia import day

SHOWN = 20  # rows of a preview
AT_ONCE = 5_000  # rows written to the staging table in one breath
MISSING = ("NULL", "null", "\\N", "N/A", "n/a", "#N/A", "NaN", "nan", "None")
SOURCE_LOCK, SHARED_LOCK = 7411, 7412  # the first key of our advisory locks
PLENTY = "SET LOCAL work_mem = '64MB'; SET LOCAL default_statistics_target = 10"
STAGED = 40  # percent of the work done when all rows are staged


@dataclass
class Outcome:
    """What an import made of one file: rows per kind, those left out, and the file's headings."""

    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    left_out: int = 0
    columns: list[str] = field(default_factory=list)
    without: dict[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        return sum(counts["rejected"] for counts in self.kinds.values())


@dataclass
class Stage:
    """A file's rows as texts, in a table of the database."""

    table: str
    columns: list[str] = field(default_factory=list)

    @property
    def expressions(self) -> dict[str, str]:
        return {name.lower(): f"c{number}" for number, name in enumerate(self.columns)}


def take_in(
    path: Path,
    *,
    profile: Profile,
    source: Source,
    delivery_id: int | None = None,
    progress: Callable[[int], None] = lambda percent: None,
    finish: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Import one file: all its sound rows land together, the others are kept with their reasons."""
    stage = Stage(f"intake_stage_{delivery_id or uuid.uuid4().hex[:12]}")
    try:
        with _savepoint():
            put_on_stage(path, profile, stage, progress)
            with transaction.atomic():
                outcome = _merge(stage, profile, source, delivery_id, progress)
                finish(outcome)
        return outcome
    finally:
        _drop(stage)


def _savepoint():
    """Within a rehearsal, a file that is refused must not spoil the others."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def preview(path: Path, *, profile: Profile, source: Source) -> dict:
    """How the first rows of a file would land, per kind: the fields it fills and their values; and
    those that would not."""
    stage = Stage(f"intake_stage_{uuid.uuid4().hex[:12]}")
    kinds = []
    with transaction.atomic(), connection.cursor() as cursor:
        put_on_stage(path, profile, stage, lambda percent: None, most=SHOWN)
        for each in understand(cursor, stage, profile, source.time_zone):
            said = profile.kinds[each.kind.key].get("columns", {})
            fields = [field for field in each.kind.fields if field.name in said]
            cursor.execute(
                say(
                    "SELECT {fields} FROM {table} ORDER BY line",
                    fields=", ".join(_shown(field, source) for field in fields),
                    table=each.table,
                )
            )
            labels = [field.label for field in fields]
            rows = [list(map(_in_words, fields, row)) for row in cursor]
            kinds.append({"kind": each.kind, "labels": labels, "rows": rows})
        cursor.execute(say("SELECT line, {all} FROM bad GROUP BY 1 ORDER BY 1", all=ALL))
        bad = [Rejected(line=line, reasons=json.loads(said)) for line, said in cursor]
        cursor.execute(say("SELECT EXISTS (SELECT FROM {table})", table=stage.table))
        has_rows = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return {"kinds": kinds, "bad": bad, "has_rows": has_rows}


def _shown(field, source):
    """A field as a person reads it; times by the clock of the place the rows come from."""
    name = records.quoted(field.name)
    if field.type != "moment":
        return name
    clock = "to_char({name} AT TIME ZONE {zone}, 'YYYY-MM-DD HH24:MI:SS')"
    return say(clock, name=name, zone=literal(source.time_zone))


def _in_words(field, value):
    """A day as the reader writes it, a choice as it is called."""
    if field.type == "day" and value:
        return day(value)
    return dict(field.words).get(value, value)


def _drop(stage):
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(say("DROP TABLE IF EXISTS {table}", table=stage.table))


def put_on_stage(path, profile, stage, progress, *, most=None):
    """Copy the rows of a file, as texts, into a table of their own."""
    with open_table(path, reading_of(profile)) as table, connection.cursor() as cursor:
        stage.columns = profile.reading.get("columns") or table.columns
        missing = lacking(profile, stage.columns)
        if missing:
            raise misfit(profile, missing)
        if len(stage.columns) != len(table.columns):
            wrong = _("The file has another number of columns than “%(profile)s” says.")
            raise NotATable(wrong, profile=profile.kept_name)
        names = ["line int", "flaw text", "raw text"]
        names += [f"c{number} text" for number in range(len(stage.columns))]
        cursor.execute(
            say(
                "DROP TABLE IF EXISTS {table}; CREATE UNLOGGED TABLE {table} ({names})",
                table=stage.table,
                names=", ".join(names),
            )
        )
        rows = islice(table.rows, most) if most else table.rows
        command = say("COPY {table} FROM STDIN WITH (FORMAT csv)", table=stage.table)
        with cursor.copy(command) as copy:
            while text := _as_csv(islice(rows, AT_ONCE), len(stage.columns)):
                copy.write(text)
                progress(int(STAGED * table.part_read()))


def _as_csv(rows, width):
    out = io.StringIO()
    writer = csv.writer(out)
    empty = [""] * width
    for row in rows:
        if row.flaw:
            writer.writerow([row.line, json.dumps(row.flaw), json.dumps(row.cells), *empty])
        else:
            writer.writerow([row.line, "", "", *row.cells])
    return out.getvalue()


def _merge(stage, profile, source, delivery_id, progress):
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
        cursor.execute(PLENTY)
        _one_at_a_time(cursor, source, profile)
        every = understand(cursor, stage, profile, source.time_zone)
        progress(STAGED + 10)
        outcome = Outcome(columns=stage.columns)
        work = landing.Landing(cursor, source, delivery_id, timezone.now())
        _land(work, every, profile, outcome, progress)
        outcome.left_out = _left_out(cursor, stage, every)
        if delivery_id is not None:
            _keep_rejected(cursor, stage, delivery_id)
        cursor.execute("DISCARD TEMP")
        return outcome


def _one_at_a_time(cursor, source, profile):
    """Two imports of one source, or of what sources share, land one after the other."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SOURCE_LOCK, source.id])
    if any(house.kinds[key].is_shared for key in profile.kinds):
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [SHARED_LOCK])


def understand(cursor, stage, profile, time_zone):
    """The staged rows as typed rows of each kind, without those that cannot land."""
    reading = profile.reading
    expressions = Expressions(
        stage.expressions,
        decimal=reading.get("decimal", "."),
        missing=tuple(reading.get("missing", MISSING)),
    )
    casting = Casting(
        expressions,
        dates=reading.get("dates", "iso"),
        time_zone=reading.get("time_zone") or time_zone,
    )
    with override(None):  # the reasons name fields: each reader gets their own words
        every = [
            records.build(
                cursor,
                stage=stage.table,
                kind=kind,
                spec=profile.kinds[kind.key],
                expressions=expressions,
                casting=casting,
            )
            for kind in house.in_order(profile.kinds)
        ]
    together = reading.get("together")
    records.sort_out(
        cursor,
        stage=stage.table,
        every=sorted(every, key=lambda each: each.is_grouped),
        together=expressions.text(together) if together else None,
    )
    cursor.execute("CREATE TEMP TABLE used ON COMMIT DROP AS SELECT line FROM bad")
    for each in every:
        cursor.execute(say("INSERT INTO used SELECT line FROM {table}", table=each.table))
        if each.is_grouped:
            records.group(cursor, each, profile.kinds[each.kind.key])
    return every


def _land(work, every, profile, outcome, progress):
    """Each kind in its order, then those rows of other kinds that had waited for these."""
    brought = {each.kind.key: each for each in every}
    for number, kind in enumerate(house.in_order(house.kinds), start=1):
        mine = brought.get(kind.key) or _called(work, kind)
        if mine is None:
            continue
        counts = landing.land(work, mine)
        if kind.key in brought or counts["new"] or counts["changed"]:
            outcome.kinds[kind.key] = counts
            outcome.without |= mine.without
            if kind.announce and (counts["new"] or counts["changed"]):
                transaction.on_commit(kind.announce)
        progress(STAGED + 10 + int(45 * number / len(house.kinds)))
    for settle in house.settles:
        if settle.after & work.landed.keys():
            settle.run(work)


def _called(work, kind):
    """An empty table for rows of a kind that wait and may land now, if there are any."""
    if not any(work.landed.keys() & set(parent.kinds) for parent in kind.parents):
        return None
    if not work.number(
        "SELECT count(*) FROM intake_waitingrow WHERE source_id = {source} AND kind = {kind}",
        kind=literal(kind.key),
    ):
        return None
    fields = ", ".join(f"{records.quoted(f.name)} {f.column_type}" for f in kind.fields)
    table = f"rows_{kind.key}"
    work.run(
        "CREATE TEMP TABLE {table} (line int, waited bigint, why text, {fields}) ON COMMIT DROP",
        table=table,
        fields=fields,
    )
    return records.Records(kind, table)


def _left_out(cursor, stage, every):
    cursor.execute(
        say(
            "SELECT count(*) FROM {stage} s WHERE NOT EXISTS (SELECT FROM used u WHERE u.line ="
            " s.line)",
            stage=stage.table,
        )
    )
    return cursor.fetchone()[0]


def _keep_rejected(cursor, stage, delivery_id):
    """Keep every line that could not land, as it stood, and all that is wrong with it."""
    cells = ", ".join(f"COALESCE(c{number}, '')" for number in range(len(stage.columns)))
    cursor.execute("DELETE FROM intake_rejected WHERE delivery_id = %s", [delivery_id])
    cursor.execute(
        say(
            "INSERT INTO intake_rejected (delivery_id, line, kind, reason, reasons, cells)"
            " SELECT {delivery}, s.line, b.kind, '', b.reasons,"
            " CASE WHEN s.raw IS NULL THEN to_jsonb(ARRAY[{cells}]) ELSE s.raw::jsonb END FROM"
            " {stage} s"
            " JOIN (SELECT line, min(kind) AS kind, {all} AS reasons FROM bad GROUP BY line) b"
            " USING (line)",
            all=ALL,
            delivery=literal(delivery_id),
            cells=cells,
            stage=stage.table,
        )
    )
