"""A second pair of eyes; where there is none, the same pair on another day.

What other eyes must approve is a `FourEyes` row. Who made it does not approve it while somebody
else could. Alone, they are told when to look again, and until then it rests, out of the queue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from config.lib.clock import Timeline, local_day
from config.lib.refusals import Refusal
from config.templatetags.regia import upcoming
from roles.team import calendars
from roles.team.models import User


class FourEyesQuerySet(models.QuerySet):
    def submitted(self):
        return self.filter(status=self.model.Status.SUBMITTED)

    def awaiting_approval(self, *, now):
        """Somebody may approve it today: it does not rest for its maker's second look."""
        may_be_seen = Q(second_look_at=None) | Q(second_look_at__lte=now)
        return self.submitted().filter(may_be_seen)

    def resting(self, *, now):
        """Sent, and put aside until its maker, who alone may approve it, looks another day."""
        return self.submitted().filter(second_look_at__gt=now)


class FourEyes(models.Model):
    """What is sent to approval, says who made it, and with which permission it is approved."""

    second_look_at = models.DateTimeField(
        _("second look from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Its maker alone may approve it, and no sooner."),
    )

    class Meta:
        abstract = True

    def makers(self) -> QuerySet[User]:
        """Everybody who had a hand in it."""
        raise NotImplementedError

    def approved_with(self) -> str:
        """The permission its approval asks for."""
        raise NotImplementedError

    def is_made_by(self, person: User) -> bool:
        return self.makers().filter(pk=person.pk).exists()

    def rests(self, now: datetime) -> bool:
        """Its maker alone may approve it, on another day."""
        return self.second_look_at is not None and now < self.second_look_at


@dataclass(frozen=True)
class Words:
    """What a desk says to whoever approves their own work."""

    somebody_else: str
    come_back: str
    note: str


def approve(held: FourEyes, *, by, at: datetime, words: Words) -> datetime | None:
    """Approved, unless the second look is on another day: then from when on.

    That moment is kept on the row, so commit first and `refuse_until` then.
    """
    is_own = held.is_made_by(by)
    if is_own and (comes_back_at := _second_look(held, by=by, at=at, words=words)):
        return comes_back_at
    held.approve(by=by, at=at, note=str(words.note) if is_own else "")
    return None


def is_for_others(held: FourEyes, *, by) -> bool:
    """Their own work, and somebody else could look at it with fresh eyes: they may not approve."""
    is_own = held.status == held.Status.SUBMITTED and held.is_made_by(by)
    return is_own and others_who_approve(held, by=by).exists()


def refuse_until(comes_back_at: datetime | None, *, words: Words) -> None:
    """Say when to look again, if it is not approved now."""
    if comes_back_at:
        raise Refusal(words.come_back % {"moment": upcoming(comes_back_at)})


def _second_look(held, *, by, at, words) -> datetime | None:
    if others_who_approve(held, by=by).exists():
        raise Refusal(words.somebody_else)
    if held.status != held.Status.SUBMITTED:
        return None
    if held.second_look_at is None:
        held.second_look_at = second_look_at(by, at)
        held.save(update_fields=["second_look_at"])
    return held.second_look_at if at < held.second_look_at else None


def others_who_approve(row: FourEyes, *, by) -> QuerySet[User]:
    """People who could approve this with fresh eyes."""
    makers = row.makers().values_list("pk", flat=True)
    return others_who_may(row.approved_with(), than=[by.pk, *makers])


def others_who_may(permission: str, *, than: Iterable[int]) -> QuerySet[User]:
    """Who holds a permission by a hat, these people left out: they could look with fresh eyes."""
    holders = ModelBackend().with_perm(permission, is_active=True, include_superusers=False)
    return holders.exclude(pk__in=than)


def second_look_at(person: User, at: datetime) -> datetime:
    """When somebody's own work may come back to them: as their next working day begins."""
    calendar = calendars.of([person])[person.pk]
    return Timeline(calendar, since=local_day(at, calendar.zone)).days_after(at, 1)
