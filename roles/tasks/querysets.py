"""A task's situations, each named once: the inbox lists them, needs react, KPIs count."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Count, Min, Q
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
        """Work to do for any hat of a person that nobody else has, and what was given to them."""
        free_for_my_hats = Q(assignee=None, role__in=hats_of(user))
        return self.to_do().filter(Q(assignee=user) | free_for_my_hats)

    def workable_by(self, user):
        """What somebody may take, end or pass on: theirs, their hats', what they asked for."""
        if user.has_perm("tasks.assign_task"):
            return self
        return self.filter(_concerning(user))

    def visible_to(self, user):
        """What somebody may read: what they may work on, and where they are named."""
        if user.has_perm("tasks.view_task") or user.has_perm("tasks.assign_task"):
            return self
        named = self.model.objects.filter(comments__mentions__person=user).values("pk")
        return self.filter(_concerning(user) | Q(waiting_for=user) | Q(pk__in=named))


def _concerning(user) -> Q:
    return Q(assignee=user) | Q(opened_by=user) | Q(role__in=hats_of(user))


def hats_of(user) -> list[int]:
    """The keys of a person's hats, asked once per page: PostgreSQL then sees how few they are."""
    models.prefetch_related_objects([user], "memberships")
    return [hat.role_id for hat in user.memberships.all()]


def ends_of_day_and_week(now: datetime) -> tuple[datetime, datetime]:
    """The next midnight, and the midnight before the next Monday, where the reader is."""
    zone = timezone.get_current_timezone()
    today = now.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    return tuple(datetime.combine(day, time.min, tzinfo=zone) for day in (tomorrow, monday))
