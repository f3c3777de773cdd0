"""The situations of runs and their steps, each named once."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
from roles.tasks.querysets import role_ids_of

SUBJECTS_FOUND = 500  # of one kind; who types less than a word means none of them


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

    def behind_us(self):
        return self.exclude(status=self.model.Status.RUNNING)

    def late(self, *, now):
        """They will not be ready by their date, or the date has passed."""
        return self.filter(Q(slack_hours__lt=0) | Q(ends_at__lt=now))

    def by_urgency(self):
        """What has the least to spare first."""
        return self.order_by(F("slack_hours").asc(nulls_last=True), "ends_at", "pk")

    def with_agreed_end(self):
        """And when they were first agreed to be ready."""
        steps = self.model.steps.rel.related_model.objects.filter(run=OuterRef("pk"))
        agreed = steps.order_by().values("run").annotate(at=Max("agreed_end_at")).values("at")
        return self.annotate(agreed=Subquery(agreed))

    def shown(self):
        return self.select_related("playbook", "owner").prefetch_related("subject")

    def found_by(self, words):
        """Runs whose playbook, owner or subject is called so."""
        asked = Q(owner__name__icontains=words) | Q(playbook__in=self._plans_called(words))
        for type_id in self.values_list("subject_type", flat=True).distinct().order_by():
            kind = ContentType.objects.get_for_id(type_id).model_class()
            subjects = called(kind._default_manager.all(), words).order_by()
            found = list(subjects.values_list("pk", flat=True)[:SUBJECTS_FOUND])
            asked |= Q(subject_type=type_id, subject_id__in=found)
        return self.filter(asked)

    def _plans_called(self, words) -> list[int]:
        """Playbooks by their title as the reader sees it."""
        plans = self.model.playbook.field.related_model.objects.order_by("pk")
        return [plan.pk for plan in plans if words.lower() in str(plan).lower()]

    def visible_to(self, user):
        return get_objects_for_user(user, "playbooks.view_run", klass=self)


def called(rows, words):
    """Rows of any kind by their name: as their own list finds them, where there is one."""
    for find in ("found_by", "named_like"):
        if hasattr(rows, find):
            return getattr(rows, find)(words)
    fields = {field.name for field in rows.model._meta.concrete_fields}
    name = next((name for name in ("name", "title", "number") if name in fields), None)
    return rows.filter(**{f"{name}__icontains": words}) if name else rows.none()


class RunStepQuerySet(models.QuerySet):
    def of_running(self):
        return self.filter(run__status="running")

    def open(self):
        """Somebody can or does work on it."""
        return self.filter(status__in=self.model.OPEN)

    def to_prove(self, evidence, model):
        """What plans at work are yet to bring about for records of a kind."""
        kind = ContentType.objects.get_for_model(model)
        ahead = self.of_running().exclude(status__in=self.model.PASSED)
        return ahead.filter(step__evidence=evidence, run__subject_type=kind)

    def passed(self):
        """Nothing waits for it any more: done, waived or skipped."""
        return self.filter(status__in=self.model.PASSED)

    def workable_by(self, user):
        """What somebody may begin and end: theirs, their hats’, or all where they lead."""
        if user.has_perm("playbooks.lead_run"):
            return self
        return self.filter(Q(assignee=user) | Q(step__role__in=role_ids_of(user)))

    def visible_to(self, user):
        """Every hat sees the team's plans; an outsider the steps that were handed to them."""
        return get_objects_for_user(user, "playbooks.view_runstep", klass=self)
