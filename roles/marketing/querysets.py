"""The situations of campaigns, coupons and spend, each named once."""

from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import DecimalField, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from guardian.shortcuts import get_objects_for_user

from config.lib.search import matching
from orders.models import Order
from roles.marketing import cover

NEARLY = Decimal("0.9")  # of a budget or a cap: from here on somebody should look
RETURN_WINDOW = timedelta(days=30)  # until it closes, what a campaign earned is provisional
NOTHING = Decimal(0)


class CampaignQuerySet(models.QuerySet):
    def ahead(self):
        """Not yet live."""
        return self.filter(status__in=self.model.AHEAD)

    def in_preparation(self):
        return self.filter(status=self.model.Status.IN_PREPARATION)

    def live(self):
        return self.filter(status=self.model.Status.LIVE)

    def running(self):
        """Live, or paused for a while."""
        return self.filter(status__in=self.model.RUNNING)

    def offered(self):
        """Planned or further, and not over."""
        return self.filter(status__in=self.model.OFFERED)

    def due_to_start(self, *, now):
        """Ready, and its moment has come."""
        ready = self.filter(status=self.model.Status.READY)
        return ready.filter(starts_at__lte=now, ends_at__gt=now)

    def missed(self, *, now):
        """Its days have passed and it never went live."""
        return self.ahead().exclude(status=self.model.Status.IDEA).filter(ends_at__lte=now)

    def due_to_end(self, *, now):
        return self.running().filter(ends_at__lte=now)

    def due_to_settle(self, *, now):
        """Ended, and nothing of it can be sent back any more."""
        return self.filter(status=self.model.Status.ENDED, ended_at__lte=now - RETURN_WINDOW)

    def with_money(self):
        """Each with its `budget` and what it `spent`, in the shop's currency."""
        budget = self._related("media").filter(campaign=OuterRef("pk")).order_by()
        budget = budget.values("campaign").annotate(all=Sum("budget")).values("all")
        spent = self._related("spend").counted().filter(campaign=OuterRef("pk")).order_by()
        spent = spent.values("campaign").annotate(all=Sum(F("amount") * F("rate"))).values("all")
        money = DecimalField(max_digits=14, decimal_places=2)
        return self.annotate(
            budget=Coalesce(Subquery(budget, output_field=money), NOTHING, output_field=money),
            spent=Coalesce(Subquery(spent, output_field=money), NOTHING, output_field=money),
        )

    def budget_nearly_spent(self):
        """Live, and nine tenths of the money are gone."""
        return self.live().with_money().filter(budget__gt=0, spent__gte=F("budget") * NEARLY)

    def cover_below_lead_time(self, *, now):
        """Live, and something sells out before its end, sooner than new goods could come."""
        live = list(self.live())
        short = [
            pk for pk, lasts in cover.of(live, now=now).items() if any(map(cover.runs_out, lasts))
        ]
        return self.filter(pk__in=short)

    def overlapping(self, campaign):
        """Other offers of some of the same days."""
        if not campaign.starts_at or not campaign.ends_at:
            return self.none()
        meets = Q(starts_at__lt=campaign.ends_at, ends_at__gt=campaign.starts_at)
        return self.offered().filter(meets).exclude(pk=campaign.pk)

    def found_by(self, words):
        """Campaigns whose name, UTM name or coupon begins with each of these words."""
        asked = matching(words)
        if asked is None:
            return self
        code = words.strip().upper()
        by_code = self._related("coupons").filter(code__startswith=code).values("campaign")
        by_name = self.model.objects.filter(search=asked).values("pk")
        return self.filter(pk__in=by_name.union(by_code))

    def visible_to(self, user):
        return get_objects_for_user(user, "marketing.view_campaign", klass=self)

    def _related(self, name):
        return self.model._meta.get_field(name).related_model.objects


class CouponQuerySet(models.QuerySet):
    def valid(self, *, now):
        return self.filter(valid_from__lte=now, valid_until__gt=now)

    def with_uses(self):
        """Each with how often it was `used`, and how much it gave `away`, in the shop's money."""
        used = Order.objects.not_cancelled().filter(coupon_code=OuterRef("code")).order_by()
        count = used.values("coupon_code").annotate(all=models.Count("pk")).values("all")
        away = used.values("coupon_code").annotate(all=Sum(F("discount") * F("rate"))).values("all")
        money = DecimalField(max_digits=14, decimal_places=2)
        return self.annotate(
            used=Coalesce(Subquery(count), 0),
            away=Coalesce(Subquery(away, output_field=money), NOTHING, output_field=money),
        )

    def near_cap(self):
        """In a live campaign, and nine tenths of its uses or of its money are gone."""
        running = self.filter(campaign__status=self._live()).with_uses()
        return running.filter(
            Q(used__gte=F("max_uses") * NEARLY) | Q(away__gte=F("money_cap") * NEARLY)
        )

    def proven(self):
        """Tried as it stands now, and right in every case."""
        proofs = self.model._meta.get_field("proofs").related_model.objects
        of_coupon = proofs.filter(coupon=OuterRef("pk"))
        return self.filter(Exists(of_coupon), ~Exists(of_coupon.filter(is_right=False)))

    def _live(self):
        return self.model._meta.get_field("campaign").related_model.Status.LIVE


class AdSpendQuerySet(models.QuerySet):
    def typed(self):
        return self.filter(source_key="")

    def imported(self):
        return self.exclude(source_key="")

    def counted(self):
        """What counts: where the platform told of a day, what was typed for it does not."""
        told = self.model.objects.imported().filter(
            campaign=OuterRef("campaign"), medium=OuterRef("medium"), day=OuterRef("day")
        )
        return self.exclude(Q(source_key="") & Exists(told))

    def without_campaign(self):
        """Money that went somewhere we have no campaign for."""
        return self.filter(campaign=None)
