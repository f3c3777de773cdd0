"""What the webmaster sees in the morning: what fails, what is broken by money, what goes out."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Avg, Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Shop
from config.templatetags.regia import hours, money, percent
from roles.webmaster import losses, uptime
from roles.webmaster.models import CheckDay, Defect, Freeze, Release, SiteCheck

SHOWN = 20
A_MONTH = timedelta(days=30)
GOOD_UPTIME = Decimal("0.999")


def broken(user, *, now: datetime):
    """Defects a buyer still meets, the dearest first, each with what it loses."""
    per_hour = losses.revenue_per_hour(now=now)
    rows = Defect.objects.visible_to(user).broken().with_loss(per_hour).by_loss()
    shown = rows.select_related("channel", "assignee")[:SHOWN]
    return [(defect, losses.weighed(defect, per_hour)) for defect in shown]


def to_look_at(user):
    """Said to be fixed: somebody must look whether it works."""
    fixed = Defect.objects.visible_to(user).awaiting_a_look()
    return fixed.select_related("release", "assignee").order_by("fixed_at", "pk")[:SHOWN]


def failing(user, *, now: datetime):
    checks = SiteCheck.objects.visible_to(user)
    return checks.failing(now).order_by("failing_since_at", "pk")[:SHOWN]


def certificates(user, *, now: datetime):
    checks = SiteCheck.objects.visible_to(user).certificate_expiring(now)
    return checks.order_by("certificate_until_at", "pk")[:SHOWN]


def next_releases(user, *, now: datetime):
    """What is planned, the overdue first; and whether a freeze stands in its way."""
    planned = Release.objects.visible_to(user).planned()
    stuck = set(planned.inside_freezes().values_list("pk", flat=True))
    rows = planned.select_related("channel").order_by("planned_at", "pk")[:SHOWN]
    return [(release, release.pk in stuck) for release in rows]


def next_freezes(*, now: datetime):
    return Freeze.objects.not_over(now=now).order_by("from_at", "pk")[:SHOWN]


def figures(user, *, now: datetime) -> list[dict]:
    """The desk's own three numbers."""
    return [_lost(user, now), _answering(user, now), _fixed(user, now)]


def _lost(user, now):
    per_hour = losses.revenue_per_hour(now=now)
    rows = Defect.objects.visible_to(user).broken().with_loss(per_hour)
    sums = rows.aggregate(lost=Sum("loss"), unknown=Count("pk", filter=Q(loss=None)))
    unknown = ngettext("%(count)d not weighed", "%(count)d not weighed", sums["unknown"])
    is_known = sums["lost"] or not sums["unknown"]
    return {
        "label": _("Lost per hour"),
        "value": money(sums["lost"] or 0, Shop.current().currency) if is_known else _("unknown"),
        "comparisons": [(unknown % {"count": sums["unknown"]}, "soon")] if sums["unknown"] else [],
        "state": "late" if sums["lost"] else "",
        "url": reverse("webmaster:desk") + "#broken",
    }


def _answering(user, now):
    checks = SiteCheck.objects.visible_to(user).on(now)
    total, bad = checks.count(), checks.failing(now).count()
    days = CheckDay.objects.since(uptime.first_day(now)).filter(check_of__in=checks.values("pk"))
    sums = days.aggregate(asked=Sum("asked"), passed=Sum("passed"))
    share = Decimal(sums["passed"]) / sums["asked"] if sums["asked"] else None
    state = "good" if share is not None and share >= GOOD_UPTIME else "soon"
    words = _("%(share)s of 30 days") % {"share": percent(share, 2)}
    return {
        "label": _("Pages that answer"),
        "value": f"{total - bad} / {total}",
        "comparisons": [] if share is None else [(words, state)],
        "state": "late" if bad else "",
        "url": reverse("webmaster:checks"),
    }


def _fixed(user, now):
    fixed = Defect.objects.visible_to(user).filter(fixed_at__gte=now - A_MONTH)
    sums = fixed.aggregate(all=Count("pk"), after=Avg(F("fixed_at") - F("reported_at")))
    after = sums["after"] and hours(round(sums["after"].total_seconds() / 3600))
    words = _("%(hours)s after the report, on average") % {"hours": after}
    return {
        "label": _("Fixed in 30 days"),
        "value": sums["all"],
        "comparisons": [(words, "")] if after else [],
        "url": reverse("webmaster:defects") + "?status=fixed&status=verified",
    }
