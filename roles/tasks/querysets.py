"""A task's situations, each named once: the inbox lists them, needs react, KPIs count."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Case, Count, Min, Q, Value, When
from django.utils import timezone

NOW, TODAY, THIS_WEEK, LATER = range(4)


class TaskQuerySet(models.QuerySet):
    def undone(self):
        return self.filter(status__in=self.model.UNDONE)

    def to_do(self):
        """Undone, and waiting for nothing."""
        return self.filter(status__in=[self.model.Status.OPEN, self.model.Status.TAKEN])

    def unassigned(self):
        """In the queue of a role: nobody has it."""
        return self.filter(status=self.model.Status.OPEN, assignee=None)

    def overdue(self, *, now):
        return self.undone().filter(due_at__lt=now)

    def late_by_role(self, *, now):
        """How much is overdue in each role, and since when: the role with the most first."""
        late = self.overdue(now=now).order_by().values("role")
        return late.annotate(total=Count("pk"), oldest=Min("due_at")).order_by("-total", "role")

    def rested(self, *, now):
        """Waiting for a moment that has come."""
        return self.filter(status=self.model.Status.WAITING, waiting_until__lte=now)

    def of_subject(self, type_id, pk):
        return self.filter(subject_type=type_id, subject_id=pk)

    def shown(self):
        """With everybody whom a line or a sheet names."""
        return self.select_related("role", "assignee", "opened_by", "waiting_for")

    def inbox_of(self, user):
        """Undone work for any of a person's hats that nobody else has taken."""
        free_for_my_hats = Q(assignee=None, role__in=user.memberships.values("role"))
        return self.undone().filter(Q(assignee=user) | free_for_my_hats)

    def workable_by(self, user):
        """What somebody may take, end or pass on: theirs, their hats', what they asked for."""
        if user.has_perm("tasks.assign_task"):
            return self
        return self.filter(
            Q(assignee=user) | Q(opened_by=user) | Q(role__in=user.memberships.values("role"))
        )

    def visible_to(self, user):
        """What somebody may read: what they may work on, and where they are named."""
        if user.has_perm("tasks.view_task") or user.has_perm("tasks.assign_task"):
            return self
        named = self.model.objects.filter(comments__mentions__person=user).values("pk")
        mine = self.model.objects.workable_by(user).values("pk")
        return self.filter(Q(pk__in=mine) | Q(waiting_for=user) | Q(pk__in=named))

    def by_section(self, *, now):
        """In the order of the inbox, each with its section: by due moment on the reader's clock."""
        today_ends, week_ends = _ends_of_day_and_week(now)
        urgent = Q(priority=self.model.Priority.URGENT) | Q(due_at__lt=now)
        section = Case(
            When(urgent, then=NOW),
            When(due_at__lt=today_ends, then=TODAY),
            When(due_at__lt=week_ends, then=THIS_WEEK),
            default=Value(LATER),
            output_field=models.SmallIntegerField(),
        )
        return self.annotate(section=section).order_by("section", "priority", "due_at", "pk")


def _ends_of_day_and_week(now: datetime) -> tuple[datetime, datetime]:
    """The next midnight, and the midnight before the next Monday, where the reader is."""
    zone = timezone.get_current_timezone()
    today = now.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    return tuple(datetime.combine(day, time.min, tzinfo=zone) for day in (tomorrow, monday))
