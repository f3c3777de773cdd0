"""What the clock starts. The database says what is due, so a lost message only costs a moment."""

from celery import shared_task
from django.utils import timezone

from analytics import alarms, nights
from analytics.models import Night, NightPart
from config.lib.ring import ring


@shared_task
def run_the_night():
    """Past the shop's hour, open yesterday's night."""
    night = nights.begin_if_due(now=timezone.now())
    if night:
        share_out(night)


def share_out(night: Night) -> None:
    """One job per KPI: as many workers as there are share the night."""
    for pk in night.parts.order_by("pk").values_list("pk", flat=True):
        ring(measure_part.s(pk))


@shared_task
def measure_part(pk):
    """One KPI of one night; the last one closes it and sounds the alarms."""
    nights.measure_part(pk, now=timezone.now())
    night = Night.objects.filter(parts=pk).first()
    if night and nights.end(night, now=timezone.now()):
        ring(sound_alarms)


@shared_task
def take_up_parts():
    """Whatever a killed worker left, somebody takes up again."""
    now = timezone.now()
    for pk in nights.abandoned(now=now):
        ring(measure_part.s(pk))
    for night in Night.objects.filter(ended_at=None).exclude(
        pk__in=NightPart.objects.filter(ended_at=None).values("night")
    ):
        nights.end(night, now=now)


@shared_task
def sound_alarms():
    """Judge the newest complete day, and open or close the work its alarms ask for."""
    alarms.sound(now=timezone.now())
