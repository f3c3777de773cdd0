"""How a playbook changes: always in the edition in the making. A published one never does."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal
from roles.playbooks.checks import Problem, circle, problems
from roles.playbooks.models import Edition, Playbook, Step, Wait
from roles.playbooks.plan_steps import PlanStep
from roles.team.models import Role

__all__ = [
    "NotPublishable", "copy_playbook", "discard", "draft", "drop_step", "install", "lock",
    "problems", "publish", "put_step", "set_waits",
]  # fmt: skip
COPIED = [field.name for field in Step._meta.concrete_fields if field.name not in {"id", "edition"}]


class NotPublishable(Refusal):
    """The edition cannot work as it stands; `errors` say which step, which field, and why."""

    def __init__(self, errors: list[Problem]):
        self.errors = errors
        super().__init__(" ".join(problem.sentence for problem in errors))


def lock(edition: Edition) -> Edition:
    """An edition held to be changed. What is published stays as it is: runs began with it."""
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    if held.is_published:
        raise Refusal(
            _("Version %(number)s is published and no longer changes: change the next one.")
            % {"number": held.number}
        )
    return held


@transaction.atomic
def draft(playbook: Playbook, *, by, at: datetime) -> Edition:
    """The edition in the making; a new one begins as a copy of the one in use."""
    held = Playbook.objects.select_for_update().get(pk=playbook.pk)
    made = held.in_the_making()
    if made is None:
        last = held.editions.aggregate(last=Max("number"))["last"] or 0
        made = Edition.objects.create(playbook=held, number=last + 1)
        _copy(held.current(), made)
    return made


@transaction.atomic
def publish(edition: Edition, *, note: str | None = None, by, at: datetime) -> Edition:
    """From now on runs begin with this edition; those at work keep theirs. The note says what is
    new in it."""
    held = lock(edition)
    errors = problems(held)
    if errors:
        raise NotPublishable(errors)
    held.note = held.note if note is None else note
    held.published_at, held.published_by = at, by
    held.save(update_fields=["note", "published_at", "published_by"])
    return held


@transaction.atomic
def discard(edition: Edition) -> None:
    """The edition in the making was not a good idea."""
    lock(edition).delete()


@transaction.atomic
def put_step(edition: Edition, *, key: str = "", **fields) -> Step:
    """Change a step of the edition in the making, or add one: its key is made from its title."""
    held = lock(edition)
    step = held.steps.filter(key=key).first() if key else None
    if fields.get("role", step and step.role) is None:
        title = fields.get("title") or (step and str(step)) or key
        raise Refusal(_("Say which role does “%(step)s”.") % {"step": title})
    if step is None:
        last = held.steps.aggregate(last=Max("position"))["last"]
        fields.setdefault("position", 0 if last is None else last + 1)
    key = key or _free_key(held, fields["title"])
    return Step.objects.update_or_create(edition=held, key=key, defaults=fields)[0]


@transaction.atomic
def drop_step(step: Step) -> None:
    """The next edition does without it, and nothing waits for it any more."""
    lock(step.edition)
    step.delete()


@transaction.atomic
def set_waits(step: Step, waits: Mapping[str, float]) -> None:
    """What a step waits for, by key, each with its lag in working hours. No ring, no stranger."""
    held = lock(step.edition)
    known = {other.key: other for other in held.steps.all()}
    strange = sorted(set(waits) - set(known))
    if strange:
        raise Refusal(
            _("“%(step)s” waits for “%(other)s”, which is no step of this version.")
            % {"step": step, "other": strange[0]}
        )
    if step.key in waits:
        raise Refusal(_("“%(step)s” cannot wait for itself.") % {"step": step})
    Wait.objects.filter(step=step).delete()
    rows = [Wait(step=step, after=known[key], lag_hours=lag) for key, lag in waits.items()]
    Wait.objects.bulk_create(rows)
    ring = circle(held)
    if ring:
        raise Refusal(ring.sentence)


@transaction.atomic
def copy_playbook(
    source: Playbook | None, *, key: str, title: str, about=None, by, at: datetime
) -> Playbook:
    """A playbook of the shop's own, empty or as a copy, with its first edition in the making."""
    try:
        with transaction.atomic():
            made = Playbook.objects.create(
                key=key,
                title=title,
                about=about,
                description=source.description if source else "",
            )
    except IntegrityError:
        raise Refusal(_("There is already a playbook “%(key)s”.") % {"key": key}) from None
    edition = Edition.objects.create(playbook=made, number=1)
    _copy(source and (source.current() or source.in_the_making()), edition)
    return made


@transaction.atomic
def install(
    *,
    key: str,
    title: str,
    description: str = "",
    about: type[Model] | None = None,
    steps: Iterable[PlanStep],
    note: str = "",
    at: datetime,
) -> Playbook | None:
    """A playbook that comes with the house, once: from then on it is the shop's. Nothing, if the
    shop has it. Whether anybody wears the hats is asked when a run starts."""
    kind = about and ContentType.objects.get_for_model(about)
    playbook, is_new = Playbook.objects.get_or_create(
        key=key, defaults={"title": title, "description": description, "about": kind}
    )
    if not is_new:
        return None
    edition = Edition.objects.create(playbook=playbook, number=1, note=note)
    _write(edition, list(steps))
    errors = problems(edition, is_staffed=False)
    if errors:
        raise NotPublishable(errors)
    Edition.objects.filter(pk=edition.pk).update(published_at=at)
    return playbook


def _write(edition: Edition, steps: list[PlanStep]) -> None:
    roles = {role.key: role for role in Role.objects.all()}
    rows = [
        Step(
            edition=edition,
            key=step.key,
            title=step.title,
            how=step.how,
            role=roles[step.role],
            lead_hours=step.lead,
            effort_hours=step.effort,
            begins=step.begins,
            offset_days=step.offset_days,
            evidence=step.evidence,
            is_gate=step.is_gate,
            checklist="\n".join(step.checklist),
            position=number,
        )
        for number, step in enumerate(steps)
    ]
    made = {row.key: row for row in Step.objects.bulk_create(rows)}
    Wait.objects.bulk_create(
        Wait(step=made[step.key], after=made[other], lag_hours=lag)
        for step in steps
        for other, lag in step.waits.items()
    )


def _copy(source: Edition | None, target: Edition) -> None:
    """The same steps, and the same waits between them."""
    if not source:
        return
    steps = list(source.steps.order_by("position", "pk"))
    copies = Step.objects.bulk_create(
        Step(edition=target, **{name: getattr(step, name) for name in COPIED}) for step in steps
    )
    twin = {step.pk: copy for step, copy in zip(steps, copies, strict=True)}
    waits = Wait.objects.filter(step__in=twin, after__in=twin)
    Wait.objects.bulk_create(
        Wait(step=twin[wait.step_id], after=twin[wait.after_id], lag_hours=wait.lag_hours)
        for wait in waits
    )


def _free_key(edition: Edition, title: str) -> str:
    """What code and history call a new step."""
    taken = set(edition.steps.values_list("key", flat=True))
    name = slugify(title)[:55] or "step"
    numbers = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (name, *numbers) if key not in taken)
