"""A task's situations, each named once: the inbox lists them, needs react, KPIs count."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Count, Min, Q
from django.utils import timezone

from config.lib.about import AboutQuerySet

NOW, TODAY, IN_A_WEEK, LATER = range(4)


class TaskQuerySet(AboutQuerySet):
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

    def shown(self):
        """With everybody whom a line or a sheet names."""
        return self.select_related("role", "assignee", "opened_by", "waiting_for")

    def inbox_of(self, user):
        """Work to do for any hat of a person that nobody else has, and what was given to them."""
        free_for_my_hats = Q(assignee=None, role__in=role_ids_of(user))
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


class Median(models.Aggregate):
    """The value half of the rows stay under."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()


class RequestQuerySet(AboutQuerySet):
    """A request's situations: with whom it is asked, with whoever asked, late."""

    def open(self):
        return self.filter(status__in=[*self.model.WITH_THEM, *self.model.WITH_ASKER])

    def late(self, *, now):
        """Asked or promised, and not delivered when it was needed."""
        return self.filter(status__in=self.model.WITH_THEM, due_at__lt=now)

    def shown(self):
        """With everybody whom a line or a page names."""
        return self.select_related("from_role", "to_role", "asked_by", "to_person")

    def visible_to(self, user):
        """What any hat may read; who wears none, what they asked or were asked."""
        if user.has_perm("tasks.view_request"):
            return self
        return self.filter(Q(asked_by=user) | Q(to_person=user))

    def ended(self):
        return self.filter(status__in=["confirmed", "withdrawn"])

    def asked_of(self, user):
        """What somebody was asked in person, and what their hats were asked that nobody has."""
        return self.filter(Q(to_person=user) | Q(to_person=None, to_role__in=role_ids_of(user)))

    def answerable_by(self, user):
        """What somebody may accept, decline or deliver."""
        return self if user.has_perm("tasks.assign_task") else self.asked_of(user)

    def judged_by(self, user):
        """What somebody may confirm, send back or withdraw: what they, or their hats, asked for."""
        if user.has_perm("tasks.assign_task"):
            return self
        return self.filter(Q(asked_by=user) | Q(from_role__in=role_ids_of(user)))

    def answer_times(self, start, end):
        """How soon which role answers which, for what was answered from one moment to another.

        One row per pair of roles: `answered`, `hours` (working hours, summed: a share of two sums
        adds up over days), `median_hours`, and `late` (delivered after it was needed, or not yet).
        """
        pairs = self.filter(answered_at__gte=start, answered_at__lt=end).order_by()
        late = Q(delivered_at__gt=models.F("due_at")) | Q(delivered_at=None, due_at__lt=end)
        return (
            pairs.values("from_role", "to_role")
            .annotate(
                answered=Count("pk"),
                hours=models.Sum("answer_hours"),
                median_hours=Median("answer_hours"),
                late=Count("pk", late & ~Q(status__in=["declined", "withdrawn"])),
            )
            .order_by("-answered", "from_role", "to_role")
        )


def _concerning(user) -> Q:
    return Q(assignee=user) | Q(opened_by=user) | Q(role__in=role_ids_of(user))


def role_ids_of(user) -> list[int]:
    """A person's roles, asked once per page: PostgreSQL then sees how few they are."""
    models.prefetch_related_objects([user], "memberships")
    return [hat.role_id for hat in user.memberships.all()]


def ends_of_day_and_week(now: datetime) -> tuple[datetime, datetime]:
    """The next midnight, and the one seven days after it, where the reader is. A week that ended
    on Sunday would hide Monday's work from who looks ahead on a Friday."""
    zone = timezone.get_current_timezone()
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=1), today + timedelta(days=8))
    return tuple(datetime.combine(day, time.min, tzinfo=zone) for day in days)
