"""One KPI on one page: its course, its splits, its alarms and the work they opened."""

from datetime import date
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics import reading, showing
from analytics.figure import Figure, Per
from analytics.kpi import Dimension, Kpi, Span, Unit
from analytics.models import Alarm, Target
from catalog.models import Channel
from config.templatetags.regia import number
from roles.tasks.models import Task
from roles.team.models import Role

MOST_VALUES = 20
MOST_ALARMS = 8
CHART_POINTS = 1200
UNITS = {Unit.PERCENT: "%", Unit.HOURS: "h"}
UNKNOWN = gettext_lazy("unknown")


def course(kpi: Kpi, figures: list[Figure], span: Span, per: Per, targets, alarms) -> dict:
    """The chart of a KPI, with its target and the days on which it rang, and its table."""
    scale = 100 if kpi.unit is Unit.PERCENT else 1
    values = [_scaled(figure.figure, scale) for figure in figures]
    series = [{"name": str(kpi.title), "values": values, "kind": _kind_of_line(kpi)}]
    wanted = [_target_on(targets, figure.first, kpi, per, scale) for figure in figures]
    if any(value is not None for value in wanted):
        series.append({"name": _("Target"), "values": wanted, "kind": "target"})
    rang = {day for alarm in alarms for day in (alarm.since, alarm.last_day)}
    if per is Per.DAY and any(figure.first in rang for figure in figures):
        marks = [
            value if figure.first in rang else None
            for figure, value in zip(figures, values, strict=True)
        ]
        series.append({"name": _("Alarm"), "values": marks, "kind": "alarm"})
    return {
        "id": "course",
        "title": _("%(kpi)s, %(span)s") % {"kpi": kpi.title, "span": showing.span_name(span)},
        "unit": UNITS.get(kpi.unit) or next((each.currency for each in figures), ""),
        "labels": [showing.period_name(figure.first, per, span) for figure in figures],
        "series": series,
        "from_zero": kpi.unit is not Unit.SCORE,
    }


def _scaled(value, scale):
    return None if value is None else round(float(value) * scale, 4)


def _kind_of_line(kpi):
    return "bar" if kpi.adds_up else "line"


def _target_on(targets: list[Target], day: date, kpi: Kpi, per: Per, scale: int):
    """The target of a day; of a longer period only where days are not added."""
    if kpi.adds_up and per is not Per.DAY:
        return None
    holding = [
        target
        for target in targets
        if target.from_date <= day and (target.to_date is None or day <= target.to_date)
    ]
    return _scaled(holding[-1].value, scale) if holding else None


def in_full(kpi: Kpi, figures: list[Figure], last: date, per: Per) -> list[Figure]:
    """A figure for every step up to the last measured day: zero where nothing was added, and
    nothing where there was nothing to measure."""
    if not figures:
        return []
    known = {figure.first: figure for figure in figures}
    step, steps = figures[0].first, []
    while step <= last:
        steps.append(step)
        step = per.after(step)
    nothing = Decimal(0) if kpi.adds_up else None
    currency = figures[0].currency
    return [
        known.get(step) or Figure(step, str(step), "", nothing, None, currency) for step in steps
    ]


def table(kpi: Kpi, figures: list[Figure], span: Span, per: Per) -> list[dict]:
    """Every period of the chart in words, the newest first."""
    return [
        {
            "name": showing.period_name(figure.first, per, span),
            "day": figure.first if per is Per.DAY else None,
            "figure": showing.said_figure(kpi, figure),
            "top": number(figure.numerator),
            "bottom": number(figure.denominator),
        }
        for figure in reversed(figures)
    ]


def split(
    kpi: Kpi, span: Span, by: Dimension, channel: Channel | None, channels: list[Channel]
) -> dict:
    """A KPI by the values of one dimension, the biggest first, each with its share. Where no value
    is known the split tells nothing, and has no rows."""
    figures = reading.figures(kpi, span, channel=channel, by=by, per=Per.SPAN)
    if not any(figure.value for figure in figures):
        figures = []
    figures.sort(key=lambda figure: _weight(figure) or 0, reverse=True)
    names = names_of(by, channels)
    whole = sum((_weight(figure) or 0 for figure in figures), Decimal(0))
    return {
        "by": by,
        "rest": max(len(figures) - MOST_VALUES, 0),
        "rows": [
            {
                "name": names.get(figure.value, figure.value) or UNKNOWN,
                "figure": showing.said_figure(kpi, figure),
                "share": (share := _share(_weight(figure), whole)),
                "meter": "" if share is None else f"{share:.4f}",
            }
            for figure in figures[:MOST_VALUES]
        ],
    }


def _weight(figure: Figure) -> Decimal | None:
    """How much of the whole a value is: its cases, or its amount."""
    return figure.numerator if figure.denominator is None else figure.denominator


def _share(weight, whole):
    return None if weight is None or whole <= 0 else float(weight / whole)


def names_of(by: Dimension, channels: list[Channel]) -> dict[str, str]:
    """How values of a dimension are called, where that is not what they are."""
    if by is Dimension.CHANNEL:
        return {channel.code: channel.name for channel in channels}
    if by is Dimension.ROLE:
        return {role.key: role.name for role in Role.objects.all()}
    return {}


def alarms_of(kpi: Kpi, span: Span) -> list[Alarm]:
    """The alarms of a KPI that rang in these days or ring now, each with the task it opened."""
    rows = Alarm.objects.filter(kpi=kpi.key, last_day__gte=span.first)
    return with_tasks(rows.select_related("owner").order_by("-since", "-pk")[:MOST_ALARMS])


def with_tasks(alarms) -> list[Alarm]:
    """Alarms, each with the newest task that was opened for it."""
    alarms = list(alarms)
    if not alarms:
        return alarms
    tasks = Task.objects.filter(
        subject_type=ContentType.objects.get_for_model(Alarm),
        subject_id__in=[alarm.pk for alarm in alarms],
    )
    by_alarm = {task.subject_id: task for task in tasks.select_related("assignee").order_by("pk")}
    for alarm in alarms:
        alarm.task = by_alarm.get(alarm.pk)
    return alarms
