"""The situations of runs and their steps, each named once."""

from django.db import models
from django.db.models import F, Q
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
from roles.tasks.querysets import hats_of


class RunQuerySet(AboutQuerySet):
    def running(self):
        return self.filter(status=self.model.Status.RUNNING)

    def with_open_gate(self):
        """They ask for something, and all of it held at the last look."""
        return self.filter(gate_all__gt=0, gate_yes=F("gate_all"))

    def with_closed_gate(self):
        """They ask for something that did not hold at the last look."""
        return self.filter(gate_yes__lt=F("gate_all"))

    def not_looked_at_since(self, moment):
        return self.running().filter(Q(looked_at=None) | Q(looked_at__lt=moment))

    def with_stale_chance(self):
        """The plan has changed since the chance to keep it was drawn."""
        return self.running().exclude(chance_key=F("plan_key"))

    def visible_to(self, user):
        return get_objects_for_user(user, "playbooks.view_run", klass=self)


class RunStepQuerySet(models.QuerySet):
    def of_running(self):
        return self.filter(run__status="running")

    def open(self):
        """Somebody can or does work on it."""
        return self.filter(status__in=self.model.OPEN)

    def passed(self):
        """Nothing waits for it any more: done, waived or skipped."""
        return self.filter(status__in=self.model.PASSED)

    def workable_by(self, user):
        """What somebody may begin and end: theirs, their hats’, or all where they lead."""
        if user.has_perm("playbooks.lead_run"):
            return self
        return self.filter(Q(assignee=user) | Q(step__role__in=hats_of(user)))

    def visible_to(self, user):
        """Every hat sees the team's plans; an outsider the steps that were handed to them."""
        return get_objects_for_user(user, "playbooks.view_runstep", klass=self)
