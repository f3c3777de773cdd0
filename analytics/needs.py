"""A figure out of bounds is work for whoever owns the figure."""

from django.utils.translation import gettext_lazy as _

from analytics.kpis import KPIS
from analytics.models import Alarm
from roles.tasks.needs import Need


def ringing_for(role):
    return lambda now: Alarm.objects.ringing().filter(owner__key=role)


NEEDS = [
    Need(
        key=f"alarm-{role.replace('_', '-')}",
        title=_("Look into a figure out of bounds"),
        role=role,
        due_in_hours=4,
        subjects=ringing_for(role),
        priority=2,
    )
    for role in sorted({kpi.owner for kpi in KPIS})
]
