"""What the whole team steers by: work done, and whether it was in time."""

from django.db.models import Count, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, CountOf, Facts, Seconds, per_day, standing, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from roles.tasks.models import Request, Task
from roles.team.models import Role

DONE = Facts(lambda: Task.objects.filter(status=Task.Status.DONE), at="ended_at", of=None)
ROLE = {Dimension.ROLE: "role__key"}
ANSWERED = Facts(
    lambda: Request.objects.filter(answer_hours__isnull=False), at="answered_at", of=None
)
ASKED = {Dimension.ROLE: "to_role__key"}


def done(span):
    """Tasks done on the day."""
    return per_day(DONE, span, numerator=Count("pk"), by=ROLE)


def on_time(span):
    """Tasks done by the moment they were due, among those done on the day."""
    in_time = where(Q(ended_at__lte=F("due_at")))
    return per_day(DONE, span, numerator=in_time, denominator=ONE, by=ROLE)


def hours_to_done(span):
    """Hours from the opening of a task to its end, on average over those done on the day."""
    took = Seconds(F("ended_at"), F("opened_at")) / 3600
    return per_day(DONE, span, numerator=took, denominator=ONE, by=ROLE)


def overdue(day, now):
    """Tasks not done after the moment they were due, as it stood at closing."""
    late = Task.objects.overdue(now=now).filter(role=OuterRef("pk"))
    roles = Role.objects.filter(is_active=True)
    return standing(roles, day, numerator=CountOf(late), by={Dimension.ROLE: "key"})


def request_hours(span):
    """Working hours from a request of one role until the other said yes or no, on average over
    those answered on the day, by the role that was asked."""
    return per_day(ANSWERED, span, numerator=F("answer_hours"), denominator=ONE, by=ASKED)


def _work(key, title, measure, **how):
    how = {"kind": Kind.FLOW, "better": Direction.UP, "rows": DONE} | how
    return Kpi(
        key=f"team.{key}",
        title=title,
        owner=Role.COORDINATOR,
        measure=measure,
        dimensions=(Dimension.ROLE,),
        sources=(Source.TEAM,),
        **how,
    )


KPIS = (
    _work("done", _("Tasks done"), done, unit=Unit.COUNT, is_ratio=False),
    _work("on_time", _("Tasks done on time"), on_time, unit=Unit.PERCENT),
    _work(
        "hours_to_done",
        _("From opened to done"),
        hours_to_done,
        unit=Unit.HOURS,
        better=Direction.DOWN,
    ),
    _work(
        "request_hours",
        _("Requests answered within"),
        request_hours,
        unit=Unit.HOURS,
        better=Direction.DOWN,
        rows=ANSWERED,
    ),
    _work(
        "overdue",
        _("Overdue tasks"),
        overdue,
        kind=Kind.LEVEL,
        unit=Unit.COUNT,
        better=Direction.DOWN,
        rows=None,
        is_ratio=False,
    ),
)
