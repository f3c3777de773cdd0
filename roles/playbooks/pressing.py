"""What to do first at a desk: the dates of its rows, and the plans that wait for them."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.forms import Form
from django.utils.translation import gettext as _

from config.templatetags.regia import exact
from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.models import Run, RunStep

A_DAY = timedelta(days=1)
BY_COST = ("pressing", F("at_risk").desc(nulls_last=True), "due_at", "pk")


def pressed(rows: QuerySet, *, now: datetime) -> QuerySet:
    """Rows about a record, each with how pressing it is, and the money a day that waits on it."""
    run = Run.objects.running().filter(
        subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id")
    )
    dearest = run.order_by(F("at_risk").desc(nulls_last=True))
    pressing = Case(
        When(due_at__lt=now, then=Value(0)),
        When(Q(slack__lte=0) | Q(due_at__lt=now + A_DAY), then=Value(1)),
        default=Value(2),
    )
    return rows.annotate(
        slack=Subquery(run.order_by("slack_hours").values("slack_hours")[:1]),
        at_risk=Subquery(dearest.values("at_risk")[:1]),
    ).annotate(pressing=pressing)


def by_cost(rows: QuerySet, *, now: datetime) -> QuerySet:
    """Late ones first, then those due in a day or whose plan has no slack, then by money a day,
    then by date."""
    return pressed(rows, now=now).order_by(*BY_COST)


def ready_by(subject: Model) -> datetime | None:
    """By when a record needs all that is prepared for it, where it says so."""
    return getattr(subject, "ready_by", None)


def propose_due(form: Form, subject: Model, *, usual: datetime, door: str) -> None:
    """By when something is asked for: as usual, or sooner where the record needs it sooner.

    Where its plan asks for what is done behind a desk's `door`, the plan keeps the date, and the
    form says so.
    """
    planned = _planned_for(subject, door)
    form.initial["due_at"] = planned or min(usual, ready_by(subject) or usual)
    if planned:
        words = _(
            "Its plan needs it by %(date)s: for the plan’s own media this date holds, "
            "whatever you choose here."
        )
        form.fields["due_at"].help_text = words % {"date": exact(planned)}


def _planned_for(subject, door):
    """By when the running plan of a record needs it, as long as it does."""
    steps = RunStep.objects.of_running().exclude(status__in=RunStep.PASSED)
    proofs = [one.key for one in EVIDENCE.values() if one.door == door]
    kind = ContentType.objects.get_for_model(subject)
    about = steps.filter(run__subject_type=kind, run__subject_id=subject.pk)
    step = about.filter(step__evidence__in=proofs).order_by("pk").last()
    return step and (step.latest_end_at or ready_by(subject))
