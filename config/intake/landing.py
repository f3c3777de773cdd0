"""How sound rows come into the shop's tables: set by set, and counted exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from config.intake.expressions import literal, say
from config.intake.kinds import Counts, Kind, Source
from config.intake.records import Records, idents, quoted

KEEP = "CASE WHEN {old} IS NULL OR {old}::text = '' THEN COALESCE({new}, {old}) ELSE {old} END"

MANY = 1_000  # new rows; fewer are joined soon enough in any way


@dataclass
class Landing:
    """One import at work: whose rows, in which transaction. `rows` is the table that lands now."""

    cursor: Any
    source: Source
    delivery_id: int | None
    now: datetime
    rows: str = ""
    keeps: frozenset[str] = frozenset()  # fields the file may fill in but not change
    landed: dict[str, str] = field(default_factory=dict)  # kind → the table of its rows

    def run(self, template: str, **parts: Any) -> int:
        """Run SQL that knows the source, its money and its zone. Returns how many it touched."""
        parts.setdefault("rows", self.rows)
        self.cursor.execute(self.fill(template, **parts))
        return self.cursor.rowcount

    def number(self, template: str, **parts: Any) -> int:
        """The one number that a question has for an answer."""
        self.run(template, **parts)
        return self.cursor.fetchone()[0]

    def upsert(
        self,
        table: str,
        *,
        match: Mapping[str, str],
        write: Mapping[str, str],
        default: Mapping[str, str] | None = None,
        rules: Mapping[str, str] | None = None,
        moves: str = "",
        moved_at: str = "{now}",
    ) -> Counts:
        """Insert the rows that are new, change those that differ; an empty cell erases nothing.

        `match` and `write` say for each column which SQL over `r` fills it; `default` what a new
        row gets instead of nothing; `rules` how `{old}` and `{new}` become the column's value.
        """
        default, rules = default or {}, rules or {}
        found = f"found_{table}"
        self.run(
            "CREATE TEMP TABLE {found} ON COMMIT DROP AS SELECT r.*, t.id AS target FROM {rows} r"
            " LEFT JOIN {table} t ON {match}",
            found=found,
            table=table,
            match=" AND ".join(f"t.{c} = {self.fill(v)}" for c, v in match.items()),
        )
        self.run("ANALYZE {found}", found=found)
        changed = self._change(table, found, write, rules, moves, moved_at)
        columns = {**match, **write}
        new = self.run(
            "INSERT INTO {table} ({columns}) SELECT {values} FROM {found} r"
            " WHERE target IS NULL ON CONFLICT DO NOTHING",
            table=table,
            found=found,
            columns=", ".join(map(quoted, columns)),
            values=", ".join(
                self._first(column, said, default) for column, said in columns.items()
            ),
        )
        self.run("DROP TABLE {found}", found=found)
        self._count_anew(table, new)
        return Counts(new=new, changed=changed)

    def _count_anew(self, table, new):
        """Count a table that has doubled. Autovacuum may have counted it while an import that was
        undone lay in it, as full pages without rows: joined as an empty one, it would take hours.
        """
        known = "SELECT reltuples FROM pg_class WHERE oid = {name}::regclass"
        if new > MANY and new > self.number(known, name=literal(table)):
            self.run("ANALYZE {table}", table=table)

    def fill(self, template: str, **parts: str) -> str:
        """A piece of SQL with the source's own values in it."""
        return say(
            template,
            **parts,
            source=literal(self.source.id),
            currency=literal(self.source.currency),
            home_currency=literal(self.source.home_currency),
            zone=literal(self.source.time_zone),
            now=literal(self.now) + "::timestamptz",
        )

    def _first(self, column, said, default):
        if column not in default:
            return self.fill(said)
        return say("COALESCE({a}, {b})", a=self.fill(said), b=self.fill(default[column]))

    def _change(self, table, found, write, rules, moves, moved_at):
        if not write:
            return 0
        becomes = {
            column: say(
                rules.get(column, KEEP if column in self.keeps else "COALESCE({new}, {old})"),
                new=f"({self.fill(said)})",
                old=f"t.{quoted(column)}",
            )
            for column, said in write.items()
        }
        log = "SELECT count(*) FROM changed"
        if moves:
            log = say(
                "INSERT INTO {moves} (subject_id, came_from, became, moved_at, note)"
                " SELECT id, was, became, at, '' FROM changed WHERE was <> became",
                moves=moves,
            )
        return self.number(
            "WITH changed AS (UPDATE {table} t SET {sets} FROM {found} r WHERE t.id = r.target"
            " AND ({olds}) IS DISTINCT FROM ({news}) RETURNING new.id{moved}),"
            " logged AS ({log}) SELECT count(*) FROM changed",
            table=table,
            found=found,
            sets=", ".join(f"{quoted(column)} = {value}" for column, value in becomes.items()),
            olds=", ".join(f"t.{quoted(column)}" for column in becomes),
            news=", ".join(becomes.values()),
            moved=f", old.status AS was, new.status AS became, {self.fill(moved_at)} AS at"
            if moves
            else "",
            log=log,
        )


def forward(states: list[str]) -> str:
    """A rule for `upsert`: a state only moves on along this list, never back."""
    rank = "array_position(ARRAY[" + ", ".join(map(literal, states)) + "], {x}::text)"
    new, old = rank.replace("{x}", "{new}"), rank.replace("{x}", "{old}")
    return f"CASE WHEN {new} > COALESCE({old}, 0) THEN {{new}} ELSE {{old}} END"


def land(landing: Landing, records: Records) -> dict[str, int]:
    """Bring the rows of one kind in, and say how many were new, changed, unchanged or must wait."""
    kind = records.kind
    waited = _call_waiting(landing, records) if kind.parents else 0
    landing.rows, landing.keeps, waiting = records.table, records.keeps, 0
    if kind.parents:
        landing.rows = f"{records.table}_ready"
        waiting = _part_waiting(landing, records)
    ready = landing.number("SELECT count(*) FROM {rows}")
    ready_rows = landing.rows
    counts = kind.land(landing) if ready else Counts()
    landing.rows = ready_rows
    if waited:
        landing.run(
            "DELETE FROM intake_waitingrow w USING {rows} r WHERE w.id = r.waited AND r.waited IS"
            " NOT NULL"
        )
    landing.landed[kind.key] = landing.rows if kind.parents else records.table
    return {
        "read": records.read,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": records.read
        - records.rejected
        - waiting
        - (counts.new + counts.changed - _landed_late(landing, kind)),
        "waiting": waiting,
        "rejected": records.rejected,
    }


def _landed_late(landing, kind):
    """How many of the rows that landed had been waiting since an earlier file."""
    if not kind.parents:
        return 0
    return landing.number("SELECT count(*) FROM {rows} WHERE waited IS NOT NULL")


def _key(kind: Kind) -> str:
    parts = " || ' / ' || ".join(f"r.{quoted(name)}" for name in kind.ident)
    return say("CASE WHEN length({k}) > 400 THEN md5({k}) ELSE {k} END", k=parts)


def _call_waiting(landing, records):
    """Rows that waited since an earlier file join in, unless this file brings them anew."""
    kind = records.kind
    return landing.run(
        "INSERT INTO {rows} (line, waited, {fields}) SELECT w.line, w.id, {theirs}"
        " FROM intake_waitingrow w, jsonb_populate_record(NULL::{rows}, w.fields) f"
        " WHERE w.source_id = {source} AND w.kind = {kind}"
        " AND NOT EXISTS (SELECT FROM {rows} r WHERE {key} = w.key)",
        rows=records.table,
        kind=literal(kind.key),
        fields=", ".join(quoted(each.name) for each in kind.fields),
        theirs=", ".join(f"f.{quoted(each.name)}" for each in kind.fields),
        key=_key(kind),
    )


def _part_waiting(landing, records):
    """Keep the rows whose parents are there, and let the others wait. Returns how many began to."""
    kind = records.kind
    joins, ids, lacking = [], [], []
    for number, parent in enumerate(kind.parents):
        alias = f"p{number}"
        match = landing.fill(parent.match, p=alias)
        joins.append(f"LEFT JOIN {parent.table} {alias} ON {match}")
        ids.append(f"{alias}.id AS {parent.column}")
        lacking.append(f"(r.{quoted(parent.field)} IS NOT NULL AND {parent.column} IS NULL)")
    landing.run(
        "CREATE TEMP TABLE {ready} ON COMMIT DROP AS SELECT r.*, {ids} FROM {table} r {joins}",
        ready=landing.rows,
        ids=", ".join(ids),
        table=records.table,
        joins=" ".join(joins),
    )
    landing.run("ANALYZE {rows}")
    lacks = " OR ".join(lacking)
    begun = _wait(landing, records, lacks)
    landing.run("DELETE FROM {rows} r WHERE {lacks}", lacks=lacks)
    return begun


def _wait(landing, records, lacks):
    """A row without its parent is kept as it was understood, in place of an older one of its id."""
    kind = records.kind
    landing.run(
        "DELETE FROM intake_waitingrow w USING {rows} r WHERE w.source_id = {source}"
        " AND w.kind = {kind} AND w.key = {key} AND r.waited IS NULL",
        kind=literal(kind.key),
        key=_key(kind),
    )
    only = ", ".join(literal(each.name) for each in kind.fields)
    if landing.delivery_id is None:
        return landing.number(
            "SELECT count(*) FROM {rows} r WHERE r.waited IS NULL AND ({lacks})", lacks=lacks
        )
    return landing.run(
        "INSERT INTO intake_waitingrow (delivery_id, source_id, kind, line, key, fields)"
        " SELECT {delivery}, {source}, {kind}, r.line, {key}, (SELECT jsonb_object_agg(e.key,"
        " e.value)"
        " FROM jsonb_each(to_jsonb(r)) e WHERE e.key IN ({only}) AND e.value <> 'null')"
        " FROM {rows} r WHERE r.waited IS NULL AND ({lacks})",
        delivery=literal(landing.delivery_id),
        kind=literal(kind.key),
        key=_key(kind),
        only=only,
        lacks=lacks,
    )


__all__ = ["Counts", "Landing", "forward", "idents", "land"]
