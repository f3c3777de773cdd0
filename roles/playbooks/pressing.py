"""What to do first at a desk: the dates of its rows, and the plans that wait for them."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When

from roles.playbooks.models import Run

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


def due_for(subject: Model, usual: datetime) -> datetime:
    """When something for a record is due: as usual, or sooner where the record needs it sooner."""
    return min(usual, ready_by(subject) or usual)
