"""Evidence: a question to the data that proves a step done. Code asks, this file only knows who."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse


@dataclass(frozen=True)
class Line:
    """One thing an answer counted: a product, a picture, a market."""

    sentence: str
    figures: dict[str, Any] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class Repair:
    """What would turn a no into a yes, where one does it, and how many working hours it costs."""

    sentence: str
    url: str = ""
    role: str = ""
    hours: float | None = None
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """Yes or no, and why. Sentences are English sources with %(named)s figures: each reader gets
    them in their own language, so no figure is put in before it is read."""

    is_yes: bool
    sentence: str
    figures: dict[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A question by its key: what it is called, about which rows, where the work is done, and in
    which tables the facts stand that are held while a gate stands open."""

    key: str
    title: str
    about: str
    ask: Callable[..., dict[int, Answer]]
    door: str = ""
    rests_on: tuple[type[Model], ...] = ()
    is_one_door: bool = False

    def address(self, subject_id: int) -> str:
        """Where the work of one subject is done; empty: on the subject's own page."""
        if not self.door:
            return ""
        return reverse(self.door, args=[] if self.is_one_door else [subject_id])


EVIDENCE: dict[str, Evidence] = {}


def evidence(key: str, *, title: str, about: str, **how):
    """Name a function of many subjects, `ask(subjects, now=) -> {pk: Answer}`, as an evidence.

    `about` is a model's label ("marketing.campaign"); `door` a page that takes the subject's id,
    or, where it `is_one_door`, one page for all of them.
    What it `rests_on` nobody writes between the gate's question and the commit: never a table
    that an import fills for minutes.
    """

    def register(ask: Callable[[list, datetime], dict[int, Answer]]):
        EVIDENCE[key] = Evidence(key, title, about, ask, **how)
        return ask

    return register


AT_RISK: dict[str, Callable[..., dict[int, Decimal]]] = {}


def at_risk(about: str):
    """Name a function of many subjects, `ask(subjects, now=) -> {pk: money}`, as what each day
    of waiting puts at risk, in the shop's currency. The inbox ranks by it."""

    def register(ask: Callable[..., dict[int, Decimal]]):
        AT_RISK[about] = ask
        return ask

    return register
