"""Background jobs. Human work is a *task* (roles.tasks), machine work a *job* (<app>/jobs.py)."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("regia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")

MINUTE = 60.0
# The first timetable: django-celery-beat copies it into rows, which the admin then edits.
# What depends on a zone (the night, the digest) asks every few minutes whether it is time there.
app.conf.beat_schedule = {
    "a sign of life": {"task": "config.jobs.sign_of_life", "schedule": MINUTE},
    "intake: take in what waits": {"task": "config.intake.jobs.take_in", "schedule": MINUTE},
    "logistics: open parcels": {"task": "logistics.jobs.open_parcels", "schedule": MINUTE},
    "coordinator: look for work": {
        "task": "roles.coordinator.jobs.look_for_work",
        "schedule": MINUTE,
    },
    "tasks: wake what was snoozed": {"task": "roles.tasks.jobs.wake", "schedule": MINUTE},
    "tasks: send the digests": {
        "task": "roles.tasks.jobs.send_digests",
        "schedule": crontab(minute="*/15"),
    },
    "analytics: run the night": {
        "task": "analytics.jobs.run_the_night",
        "schedule": crontab(minute="*/10"),
    },
    "analytics: sound the alarms": {
        "task": "analytics.jobs.sound_alarms",
        "schedule": crontab(minute="*/10"),
    },
}
