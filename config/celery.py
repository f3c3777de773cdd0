"""Background jobs. Human work is a *task* (roles.tasks), machine work a *job* (<app>/jobs.py)."""

import os

import redis
import structlog
from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

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
    "exports: write what waits": {"task": "config.exports.jobs.write", "schedule": MINUTE},
    "exports: forget old files": {
        "task": "config.exports.jobs.forget_old",
        "schedule": crontab(hour=3, minute=40),
    },
    "logistics: open parcels": {"task": "logistics.jobs.open_parcels", "schedule": MINUTE},
    "customer care: take in mail": {
        "task": "customer_care.jobs.take_in_mail",
        "schedule": MINUTE,
    },
    "customer care: send answers": {
        "task": "customer_care.jobs.send_answers",
        "schedule": 15.0,
    },
    "customer care: close what is solved": {
        "task": "customer_care.jobs.close_solved",
        "schedule": crontab(minute=20),
    },
    "coordinator: look for work": {
        "task": "roles.coordinator.jobs.look_for_work",
        "schedule": MINUTE,
    },
    "coordinator: brief the desks": {
        "task": "roles.coordinator.jobs.conduct",
        "schedule": MINUTE,
    },
    "playbooks: look again": {"task": "roles.playbooks.jobs.look_again", "schedule": MINUTE},
    "playbooks: draw the chances": {
        "task": "roles.playbooks.jobs.draw_chances",
        "schedule": MINUTE,
    },
    "tasks: wake what was snoozed": {"task": "roles.tasks.jobs.wake", "schedule": MINUTE},
    "tasks: escalate late requests": {"task": "roles.tasks.jobs.escalate", "schedule": MINUTE},
    "tasks: send the digests": {
        "task": "roles.tasks.jobs.send_digests",
        "schedule": crontab(minute="*/15"),
    },
    "webmaster: ask the sites": {"task": "roles.webmaster.jobs.ask_sites", "schedule": MINUTE},
    "webmaster: forget old answers": {
        "task": "roles.webmaster.jobs.forget_old_answers",
        "schedule": crontab(hour=3, minute=20),
    },
    "marketing: begin and end campaigns": {
        "task": "roles.marketing.jobs.keep_time",
        "schedule": MINUTE,
    },
    "analytics: run the night": {
        "task": "analytics.jobs.run_the_night",
        "schedule": crontab(minute="*/10"),
    },
    "analytics: take up what was left": {
        "task": "analytics.jobs.take_up_parts",
        "schedule": 20.0,
    },
    "analytics: sound the alarms": {
        "task": "analytics.jobs.sound_alarms",
        "schedule": crontab(minute="*/10"),
    },
}


@worker_init.connect
def refuse_a_forgetful_redis(**kwargs):
    """A Redis that keeps nothing on disk would lose work on a restart: no worker starts on one."""
    from django.conf import settings  # noqa: PLC0415  the settings are read once Celery is set up

    try:
        answer = redis.Redis.from_url(settings.REDIS_URL).config_get("appendonly")
    except redis.RedisError:  # a hosted Redis may not say; a silent one is reported by Celery
        return
    if answer.get("appendonly") == "no":
        structlog.get_logger(__name__).error("redis_keeps_nothing", mend="set appendonly yes")
        raise SystemExit("This Redis keeps nothing on disk. Start it with `appendonly yes`.")
