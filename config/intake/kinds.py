"""Which rows an import can bring. Each app says its own in an imports.py, found like admin.py."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Field:
    """One fact of a kind of row: what it is called, and what it may be."""

    name: str
    label: Words
    type: str = "text"  # text, choice, code, gtin, number, whole, moment, day
    required: bool = False
    longest: int = 200
    least: int | None = None
    most: int | None = None
    places: int = 2
    choices: tuple[str, ...] = ()
    words: tuple[tuple[str, Words], ...] = ()  # what each choice is called

    @property
    def column_type(self) -> str:
        return {"number": "numeric", "whole": "bigint", "moment": "timestamptz", "day": "date"}.get(
            self.type, "text"
        )


def Text(name, label, longest=200, **more):
    return Field(name, label, "text", longest=longest, **more)


def Money(name, label, places=2, least=0, most=None, **more):
    return Field(
        name, label, "number", places=places, least=least, most=most or 10 ** (12 - places), **more
    )


def Whole(name, label, least=0, most=2_000_000_000, **more):
    return Field(name, label, "whole", least=least, most=most, **more)


def Moment(name, label, **more):
    return Field(name, label, "moment", **more)


def Day(name, label, **more):
    return Field(name, label, "day", **more)


def Choice(name, label, choices, **more):
    """One of these: plain words, or the values of a TextChoices."""
    values, words = getattr(choices, "values", choices), getattr(choices, "choices", ())
    return Field(name, label, "choice", choices=tuple(values), words=tuple(words), **more)


@dataclass(frozen=True)
class Parent:
    """A row that must be there first: without it this one waits."""

    field: str  # the field that names it
    table: str
    match: str  # SQL: how `p` (the parent) is found for `r` (our row)
    column: str  # what its id is called among our rows
    kinds: tuple[str, ...]  # the kinds of row that may bring it


@dataclass(frozen=True)
class Counts:
    """What became of the rows that could land."""

    new: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of row: its fields, what names it, what it waits for, and how it lands."""

    key: str
    title: Words
    fields: tuple[Field, ...]
    ident: tuple[str, ...]
    land: Callable[[Any], Counts]
    after: tuple[str, ...] = ()
    parents: tuple[Parent, ...] = ()
    checks: tuple[tuple[str, Words], ...] = ()  # SQL that must not hold, and the complaint
    announce: Callable[[], None] | None = None
    is_shared: bool = False  # its rows belong to all sources, which then land one after another

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)


@dataclass(frozen=True)
class Settle:
    """What is put in order once rows of these kinds have landed, whichever file brought them."""

    after: frozenset[str]
    run: Callable[[Any], None]


@dataclass(frozen=True)
class Source:
    """Whose rows a file brings, and how that place counts money and time."""

    id: int
    name: str
    currency: str
    time_zone: str
    home_currency: str
    language: str


@dataclass
class Sources:
    """What an upper floor tells of the places rows come from."""

    get: Callable[[int], Source] | None = None
    find: Callable[[str], Source | None] | None = None
    make: Callable[..., Source] | None = None
    choices: Callable[[], Iterable[tuple[int, str]]] | None = None
    family: Callable[[int | None], str] | None = None  # the profiles of the place's own platform


@dataclass
class Registry:
    kinds: dict[str, Kind] = field(default_factory=dict)
    settles: list[Settle] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)

    def add(self, *kinds: Kind) -> None:
        for kind in kinds:
            self.kinds[kind.key] = kind

    def settle(self, *, after: Iterable[str], run: Callable[[Any], None]) -> None:
        self.settles.append(Settle(frozenset(after), run))

    def in_order(self, keys: Iterable[str]) -> list[Kind]:
        """These kinds, each behind those it comes after."""
        wanted, done = set(keys), []

        def place(key):
            for earlier in self.kinds[key].after:
                if earlier in wanted:
                    place(earlier)
            if self.kinds[key] not in done:
                done.append(self.kinds[key])

        for key in self.kinds:
            if key in wanted:
                place(key)
        return done


house = Registry()
