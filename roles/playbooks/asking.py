"""Evidence asked for many runs at once. What crashes is a “could not be checked”, never a yes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_noop, override

from config.lib.once import one_look
from roles.playbooks.evidence import AT_RISK, EVIDENCE, Answer, Evidence
from roles.playbooks.models import Run, Step

log = structlog.get_logger(__name__)

NOT_CHECKED = gettext_noop("Could not be checked.")
NOT_THERE = gettext_noop("The evidence “%(evidence)s” does not exist any more.")
OTHER_KIND = gettext_noop("The evidence “%(evidence)s” asks about another kind of record.")
MOST_CRASHES = 24  # in one evidence and one look; after that the rest waits for the next

Place = tuple[int, int]  # a kind of record and its key


@dataclass(frozen=True)
class Said:
    """An answer as a row keeps it: plain values, sentences not yet put into words."""

    says: bool | None
    sentence: str = NOT_CHECKED
    figures: dict[str, Any] = field(default_factory=dict)
    lines: list[dict] = field(default_factory=list)
    repairs: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Answers:
    """What one look heard: each evidence of each subject, what waits there, and who is gone."""

    said: dict[tuple[str, Place], Said]
    at_risk: dict[Place, Decimal]
    gone: set[Place]

    def of(self, run: Run, evidence: str) -> Said | None:
        return self.said.get((evidence, place_of(run)))


def place_of(run: Run) -> Place:
    return run.subject_type_id, run.subject_id


def ask(runs: Iterable[Run], *, now: datetime) -> Answers:
    """Every evidence that these runs' steps ask for, once for all subjects of a kind."""
    runs = list(runs)
    wanted = _wanted(runs)
    answers = Answers({}, {}, set())
    with one_look():
        for type_id in sorted({run.subject_type_id for run in runs}):
            about = [run for run in runs if run.subject_type_id == type_id]
            subjects = _subjects(type_id, {run.subject_id for run in about})
            answers.gone.update(place_of(run) for run in about if run.subject_id not in subjects)
            _ask_about(type_id, about, subjects, wanted, answers, now=now)
    return answers


def _wanted(runs: list[Run]) -> dict[int, set[str]]:
    """The evidences by edition."""
    wanted: dict[int, set[str]] = {run.edition_id: set() for run in runs}
    steps = Step.objects.filter(edition__in=wanted).exclude(evidence="")
    for edition, key in steps.values_list("edition", "evidence"):
        wanted[edition].add(key)
    return wanted


def _subjects(type_id: int, pks: set[int]) -> dict[int, Any]:
    """The rows the runs are about; a kind that left the house has none."""
    model = ContentType.objects.get_for_id(type_id).model_class()
    return model._base_manager.in_bulk(pks) if model else {}


def _ask_about(type_id, runs, subjects, wanted, answers, *, now) -> None:
    kind = ContentType.objects.get_for_id(type_id)
    label = f"{kind.app_label}.{kind.model}"
    for key in sorted(set().union(*(wanted[run.edition_id] for run in runs))):
        pks = {run.subject_id for run in runs if key in wanted[run.edition_id]}
        rows = [subjects[pk] for pk in sorted(pks) if pk in subjects]
        for pk, said in _ask_one(key, label, rows, now=now).items():
            answers.said[key, (type_id, pk)] = said
    if label in AT_RISK and subjects:
        risks = _risks(AT_RISK[label], list(subjects.values()), now=now)
        answers.at_risk.update({(type_id, pk): money for pk, money in risks.items()})


def _ask_one(key: str, label: str, rows: list, *, now: datetime) -> dict[int, Said]:
    evidence, named = EVIDENCE.get(key), {"evidence": key}
    if evidence is None:
        return {row.pk: Said(None, NOT_THERE, named) for row in rows}
    if evidence.about and evidence.about.lower() != label:
        return {row.pk: Said(None, OTHER_KIND, named) for row in rows}
    heard = _ask_halves(evidence, rows, now, crashes=[])
    return {row.pk: heard.get(row.pk) or Said(None) for row in rows}


def _ask_halves(evidence: Evidence, rows: list, now: datetime, crashes: list) -> dict[int, Said]:
    """Ask for all; when that crashes, for each half, so that one bad row spoils no other."""
    if not rows or len(crashes) >= MOST_CRASHES:
        return {}
    try:
        with transaction.atomic(), override(None):
            return {pk: _kept(answer) for pk, answer in evidence.ask(rows, now=now).items()}
    except Exception:  # whatever an evidence does wrong, the others are still asked
        crashes.append(evidence.key)
        if len(rows) == 1:
            log.exception("evidence_could_not_be_asked", evidence=evidence.key, subject=rows[0].pk)
            return {}
    middle = len(rows) // 2
    halves = (rows[:middle], rows[middle:])
    first, second = (_ask_halves(evidence, half, now, crashes) for half in halves)
    return first | second


def _kept(answer: Answer) -> Said:
    """An answer as JSON would give it back. A yes is a yes only if it is True itself."""
    if not isinstance(answer, Answer) or not isinstance(answer.is_yes, bool):
        raise TypeError(f"An evidence answers with an Answer of True or False, not {answer!r}.")
    said = {
        "figures": answer.figures,
        "lines": [vars(line) for line in answer.lines],
        "repairs": [vars(repair) for repair in answer.repairs],
    }
    return Said(answer.is_yes, str(answer.sentence), **json.loads(json.dumps(said, default=_plain)))


def _plain(value: Any) -> Any:
    """Numbers stay numbers, days and moments become words, a lazy sentence its source."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return DjangoJSONEncoder().default(value)


def _risks(ask, subjects: list, *, now: datetime) -> dict[int, Decimal]:
    try:
        with transaction.atomic():
            risks = ask(subjects, now=now)
            return {pk: Decimal(money).quantize(Decimal("0.01")) for pk, money in risks.items()}
    except Exception:  # not to know what waits costs the order of an inbox, and nothing else
        log.exception("money_at_risk_could_not_be_asked")
        return {}
