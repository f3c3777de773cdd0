"""The situations of defects, releases and checks, each named once."""

from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
from config.lib.search import matching

SOON_ENDS = timedelta(days=14)  # a certificate is renewed before
MONEY = models.DecimalField(max_digits=14, decimal_places=2)
A_MINUTE = timedelta(minutes=1)
FAILING = 2  # times in a row: once is the weather, twice is a fault
GRACE = timedelta(minutes=5)  # a check asked this much later than planned is not yet stale


class DefectQuerySet(AboutQuerySet):
    def broken(self):
        """The buyer still meets it."""
        return self.filter(status__in=self.model.BROKEN)

    def awaiting_a_look(self):
        """Said to be fixed; nobody has seen that it works."""
        return self.filter(status=self.model.Status.FIXED)

    def awaiting_an_answer(self):
        """Reported, and neither accepted nor declined."""
        return self.filter(status=self.model.Status.REPORTED)

    def with_loss(self, per_hour: dict[int | None, Decimal | None]):
        """What each loses in an hour, where weighed, at these revenues per hour of each channel.

        What the buyer no longer meets loses nothing any more, and has no loss: it is not `met`.
        """
        known = [When(channel=pk, then=Value(money)) for pk, money in per_hour.items() if pk]
        revenue = Case(
            *known,
            When(channel=None, then=Value(per_hour.get(None, Decimal(0)))),
            default=Value(Decimal(0)),
            output_field=MONEY,
        )
        share = F("touched_percent") * F("lost_percent") / Value(Decimal(10_000))
        loss = ExpressionWrapper(revenue * share, output_field=MONEY)
        is_broken = Q(status__in=self.model.BROKEN)
        return self.annotate(
            loss=Case(When(is_broken, then=loss), output_field=MONEY),
            met=Case(When(is_broken, then=Value(True)), output_field=models.BooleanField()),
        )

    def by_loss(self):
        """The dearest first; what nobody has weighed comes before what loses nothing known."""
        return self.order_by(F("loss").desc(nulls_last=True), "reported_at", "pk")

    def found_by(self, words):
        asked = matching(words)
        return self if asked is None else self.filter(search=asked)

    def visible_to(self, user):
        return get_objects_for_user(user, "webmaster.view_defect", klass=self)


class FreezeQuerySet(AboutQuerySet):
    def at(self, moment):
        """Those in force at a moment."""
        return self.filter(from_at__lte=moment, until_at__gt=moment)

    def between(self, start, end):
        """Those in force at any time of a span."""
        return self.filter(from_at__lt=end, until_at__gt=start)

    def not_over(self, *, now):
        return self.filter(until_at__gt=now)

    def by_hand(self):
        """Not asked for by a subject."""
        return self.filter(subject_type=None)

    def binding(self, release, *, at):
        """Those in force at a moment that this release was not let through."""
        return self.at(at).exclude(waivers__release=release)


class ReleaseQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(status=self.model.Status.PLANNED)

    def overdue(self, *, now):
        """Should have gone out, and nobody has said that they did."""
        return self.planned().filter(planned_at__lt=now)

    def inside_freezes(self, freezes=None):
        """Planned into a freeze (of these, or any) that nobody has let them through."""
        every = self.model._meta.get_field("waivers").related_model._meta.get_field("freeze")
        freezes = every.related_model.objects.all() if freezes is None else freezes
        binding = (
            freezes.order_by()
            .filter(from_at__lte=OuterRef("planned_at"), until_at__gt=OuterRef("planned_at"))
            .exclude(waivers__release=OuterRef("pk"))
        )
        return self.planned().filter(Exists(binding))

    def found_by(self, words):
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(title__icontains=word) | Q(what__icontains=word))
        return found

    def visible_to(self, user):
        return get_objects_for_user(user, "webmaster.view_release", klass=self)


class SiteCheckQuerySet(AboutQuerySet):
    def on(self, now):
        """Those that are asked: switched on, and not over."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=now), is_active=True)

    def due(self, now):
        return self.on(now).filter(next_at__lte=now)

    def failing(self, now):
        """Failed at least twice in a row, and is still asked."""
        return self.in_situations(["failing"], now)

    def in_situations(self, names, now):
        """Failing, answering, or no longer asked; any of several."""
        is_over = Q(is_active=False) | Q(until_at__isnull=False, until_at__lte=now)
        situations = {
            "failing": Q(~is_over, failures__gte=FAILING),
            "answering": Q(~is_over, failures__lt=FAILING),
            "off": is_over,
        }
        asked = Q(pk__in=[])
        for name in names:
            asked |= situations[name]
        return self.filter(asked)

    def passing(self, now):
        """The last answer was right, and is not old news."""
        rhythm = ExpressionWrapper(F("every_minutes") * Value(2 * A_MINUTE), models.DurationField())
        stale_at = ExpressionWrapper(F("asked_at") + rhythm, models.DateTimeField())
        fresh = self.annotate(stale_at=stale_at).filter(stale_at__gte=now - GRACE)
        return fresh.filter(is_active=True, failures=0)

    def certificate_expiring(self, now):
        """Its certificate ends within two weeks, or has ended."""
        return self.on(now).filter(certificate_until_at__lt=now + SOON_ENDS)

    def found_by(self, words):
        asked = matching(words)
        return self if asked is None else self.filter(search=asked)

    def visible_to(self, user):
        return get_objects_for_user(user, "webmaster.view_sitecheck", klass=self)


class CheckResultQuerySet(models.QuerySet):
    def older_than(self, moment):
        return self.filter(asked_at__lt=moment)


class CheckDayQuerySet(models.QuerySet):
    def since(self, date):
        return self.filter(date__gte=date)
