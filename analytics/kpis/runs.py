"""What the coordinator steers plans by: whether they end in time, and where they wait."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, Facts, Seconds, per_day, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from roles.playbooks.models import Run, RunStep
from roles.team.models import Role

ENDED = Facts(lambda: Run.objects.filter(status=Run.Status.ENDED), at="ended_at", of=None)
BEGUN = Facts(
    lambda: RunStep.objects.filter(begun_at__isnull=False, ready_at__isnull=False),
    at="begun_at",
    of=None,
)
DONE = Facts(lambda: RunStep.objects.filter(status=RunStep.Status.DONE), at="done_at", of=None)
ROLE = {Dimension.ROLE: "step__role__key"}


def on_time(span):
    """Runs that ended by the moment they had to be ready, among those that ended on the day."""
    in_time = where(Q(ended_at__lte=F("ends_at")))
    return per_day(ENDED, span, numerator=in_time, denominator=ONE)


def waiting_hours(span):
    """Hours by the clock in which a step was free to begin and nobody had begun it, on average
    over the steps begun on the day: the waiting between roles."""
    waited = Seconds(F("begun_at"), F("ready_at")) / 3600
    return per_day(BEGUN, span, numerator=waited, denominator=ONE, by=ROLE)


def steps_as_agreed(span):
    """Steps done by the moment first agreed, among those done on the day that have one."""
    rows = DONE.between(span).filter(agreed_end_at__isnull=False)
    as_agreed = where(Q(done_at__lte=F("agreed_end_at")))
    return per_day(DONE, span, rows=rows, numerator=as_agreed, denominator=ONE, by=ROLE)


def _runs(key, title, measure, **how):
    how = {"unit": Unit.PERCENT, "better": Direction.UP, "dimensions": ()} | how
    return Kpi(
        key=f"runs.{key}",
        title=title,
        owner=Role.COORDINATOR,
        kind=Kind.FLOW,
        measure=measure,
        sources=(Source.TEAM,),
        **how,
    )


BY_ROLE = {"dimensions": (Dimension.ROLE,)}
KPIS = (
    _runs("on_time", _("Runs ready on time"), on_time),
    _runs("steps_as_agreed", _("Steps done as agreed"), steps_as_agreed, **BY_ROLE),
    _runs(
        "waiting_hours",
        _("Waiting between roles"),
        waiting_hours,
        unit=Unit.HOURS,
        **BY_ROLE | {"better": Direction.DOWN},
    ),
)
