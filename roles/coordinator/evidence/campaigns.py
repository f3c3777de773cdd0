"""What a campaign needs before it may go live: money, pictures, coupon, page, answers, peace."""

from collections import defaultdict

from django.utils.translation import gettext_noop as _

from customer_care.models import CannedAnswer, KnowledgeNote
from roles.coordinator.reach import languages_of, media_of, medium_word
from roles.coordinator.shares import by_subject, share, source, tongue
from roles.marketing.models import CampaignMedium, Coupon, CouponProof
from roles.playbooks.evidence import Answer, Line, Repair, evidence
from roles.team.models import Role
from roles.webmaster.models import Freeze, Release, SiteCheck, Waiver

ABOUT = "marketing.campaign"


@evidence(
    "budget-approved",
    title=_("The budget is approved"),
    about=ABOUT,
    door="marketing:campaign",
    rests_on=(CampaignMedium,),
)
def budget_approved(campaigns, *, now):
    """Every medium with money has a yes to it; a campaign without a medium has nothing agreed."""
    media = media_of(campaigns)
    return {campaign.pk: _budget(campaign, media[campaign.pk]) for campaign in campaigns}


def _budget(campaign, media):
    page = campaign.get_absolute_url()
    if not media:
        choose = Repair(_("Choose the media"), page, Role.MARKETING, 1)
        return Answer(False, _("No medium has been chosen."), repairs=(choose,))
    waiting = [row for row in media if row.budget and not row.is_approved]
    return share(
        len(media) - len(waiting),
        len(media),
        _("Budgets approved: %(done)s of %(all)s"),
        lines=[
            Line(_("%(medium)s waits for a yes"), {"medium": medium_word(row.medium)})
            for row in waiting
        ],
        repairs=[Repair(_("Approve the budget"), page, Role.COORDINATOR, 0.5)],
    )


@evidence(
    "coupon-proven",
    title=_("The coupon is proven"),
    about=ABOUT,
    door="marketing:coupons",
    rests_on=(
        Coupon,
        CouponProof,
    ),
)
def coupon_proven(campaigns, *, now):
    """Every coupon of the campaign came out right in every case, as it stands now."""
    coupons = defaultdict(list)
    for coupon in Coupon.objects.filter(campaign__in=campaigns).order_by("pk"):
        coupons[coupon.campaign_id].append(coupon)
    of_all = Coupon.objects.filter(campaign__in=campaigns)
    proven = set(of_all.proven().values_list("pk", flat=True))
    return {campaign.pk: _coupons(coupons[campaign.pk], proven) for campaign in campaigns}


def _coupons(coupons, proven):
    if not coupons:
        return Answer(True, _("The campaign has no coupon to prove."))
    unproven = [coupon for coupon in coupons if coupon.pk not in proven]
    page = unproven[0].get_absolute_url() if unproven else ""
    return share(
        len(coupons) - len(unproven),
        len(coupons),
        _("Coupons right in every case: %(done)s of %(all)s"),
        lines=[
            Line(_("%(code)s is not proven"), {"code": coupon.code}, coupon.get_absolute_url())
            for coupon in unproven
        ],
        repairs=[Repair(_("Try the coupon on real baskets"), page, Role.WEBMASTER, 0.5)],
    )


@evidence(
    "landing-answers",
    title=_("The landing page answers and shows the coupon"),
    about=ABOUT,
    door="campaign_page",
    rests_on=(SiteCheck,),
)
def landing_answers(campaigns, *, now):
    """The landing page answered lately, in time, and with the coupon's code in it."""
    checks = {
        check.subject_id: check
        for check in SiteCheck.objects.of_each(campaigns).filter(key="landing")
    }
    passing = set(
        SiteCheck.objects.filter(pk__in=[check.pk for check in checks.values()])
        .passing(now)
        .values_list("pk", flat=True)
    )
    return {
        campaign.pk: _page(campaign, checks.get(campaign.pk), passing) for campaign in campaigns
    }


def _page(campaign, check, passing):
    if not campaign.landing_address:
        name_it = Repair(
            _("Name the landing page"), campaign.get_absolute_url(), Role.MARKETING, 0.5
        )
        return Answer(False, _("The campaign names no landing page."), repairs=(name_it,))
    if check is None or check.asked_at is None:
        return Answer(False, _("The landing page has not been asked yet."))
    page = check.get_absolute_url()
    if check.pk in passing:
        return Answer(
            True,
            _("The landing page answers in %(ms)s ms and shows what it must."),
            {"ms": check.first_byte_ms or 0},
        )
    why = source(check.get_problem_display()) or _("Its last answer is too old")
    look = Repair(_("See what the page answered"), page, Role.WEBMASTER, 1)
    return Answer(False, _("The landing page fails: %(why)s."), {"why": why}, repairs=(look,))


@evidence(
    "answers-ready",
    title=_("The answers are ready"),
    about=ABOUT,
    door="customer_care:of_campaign",
    rests_on=(
        KnowledgeNote,
        CannedAnswer,
    ),
)
def answers_ready(campaigns, *, now):
    """A note on the campaign and a ready answer, in each language it speaks."""
    languages, lacking = languages_of(campaigns), lacking_answers(campaigns)
    return {pk: _answers(languages[pk], lacking[pk]) for pk in languages}


LACKS = {
    "note": _("The note in %(language)s is missing"),
    "answer": _("The ready answer in %(language)s is missing"),
}


def lacking_answers(campaigns) -> dict[int, list[tuple[str, str]]]:
    """What customer care has still to write for each campaign: a note or an answer, and in which
    language."""
    there = {
        what: by_subject(
            model.objects.active().of_each(campaigns).values_list("subject_id", "language")
        )
        for what, model in {"note": KnowledgeNote, "answer": CannedAnswer}.items()
    }
    return {
        pk: [(what, one) for one in spoken for what in LACKS if one not in there[what][pk]]
        for pk, spoken in languages_of(campaigns).items()
    }


def _answers(languages, lacking):
    whole = len(languages) * len(LACKS)
    return share(
        whole - len(lacking),
        whole,
        _("Notes and ready answers written: %(done)s of %(all)s"),
        lines=[Line(LACKS[what], {"language": tongue(one)}) for what, one in lacking],
    )


@evidence(
    "no-release-in-freeze",
    title=_("No release falls into the campaign"),
    about=ABOUT,
    door="marketing:campaign",
    rests_on=(
        Freeze,
        Release,
        Waiver,
    ),
)
def no_release_in_freeze(campaigns, *, now):
    """The shop is frozen while the campaign runs, and nothing is planned into that time."""
    keys = [campaign.pk for campaign in campaigns]
    freezes = Freeze.objects.of_each(campaigns)
    found = {freeze.subject_id: freeze for freeze in freezes}
    releases = list(Release.objects.inside_freezes(freezes).order_by("planned_at"))
    return {pk: _peace(found.get(pk), releases) for pk in keys}


def _peace(freeze, releases):
    if freeze is None:
        return Answer(False, _("The campaign has no freeze yet."))
    inside = [one for one in releases if freeze.from_at <= one.planned_at < freeze.until_at]
    if not inside:
        return Answer(True, _("Nothing is released while the campaign runs."))
    first = inside[0]
    move = Repair(_("Move the release"), first.get_absolute_url(), Role.WEBMASTER, 0.5)
    return Answer(
        False,
        _("Releases planned into the campaign: %(releases)s"),
        {"releases": len(inside)},
        tuple(
            Line("%(release)s", {"release": one.title}, one.get_absolute_url()) for one in inside
        ),
        (move,),
    )


@evidence("date-reached", title=_("Its day has come"), about=ABOUT, door="marketing:campaign")
def date_reached(campaigns, *, now):
    """The moment the campaign starts has passed."""
    return {
        campaign.pk: Answer(
            campaign.starts_at is not None and campaign.starts_at <= now,
            _("Its day has come.")
            if campaign.starts_at and campaign.starts_at <= now
            else _("Its day has not come yet."),
        )
        for campaign in campaigns
    }
