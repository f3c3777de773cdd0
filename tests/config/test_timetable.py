import pytest
from django.utils.module_loading import import_string
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def start_beat():
    return import_string(app.conf.beat_scheduler)(app=app)


def test_a_first_start_writes_the_timetable_down():
    start_beat()

    assert set(app.conf.beat_schedule) <= set(PeriodicTask.objects.values_list("name", flat=True))


def test_what_the_shop_edited_stays_edited():
    start_beat()
    hourly = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.HOURS)
    PeriodicTask.objects.filter(name="a sign of life").update(interval=hourly, enabled=False)

    start_beat()

    kept = PeriodicTask.objects.get(name="a sign of life")
    assert (kept.interval, kept.enabled) == (hourly, False)
