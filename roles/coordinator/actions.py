"""What the coordinator sets going for everybody, so that nobody has to."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import structlog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.lib.refusals import Refusal
from customer_care.models import Conversation
from roles.coordinator.playbooks import CAMPAIGN, PLANS
from roles.coordinator.reach import languages_of, media_of
from roles.coordinator.shares import source
from roles.graphic_designer import actions as designer
from roles.graphic_designer import formats
from roles.marketing.models import GOALS, Campaign, Coupon
from roles.playbooks import actions as playbooks
from roles.playbooks import editing
from roles.playbooks.models import Playbook, Run, RunStep
from roles.tasks import openings
from roles.tasks.models import Task
from roles.tasks.openings import Opening
from roles.team.models import Role, User
from roles.web_writer import actions as writer
from roles.webmaster import actions as webmaster
from roles.webmaster.models import Freeze, SiteCheck

CALLED_OFF = gettext_noop("The campaign was called off.")
OVER = gettext_noop("The campaign is over.")
HELPS = "help-care"
HELP = gettext_noop("Help customer care answer")
A_QUARTER = Decimal("0.25")
log = structlog.get_logger(__name__)


@transaction.atomic
def install_playbooks(*, at: datetime) -> None:
    """The playbooks a shop begins with, as rows. One that is there is the shop's: it stays."""
    for plan in PLANS:
        editing.install(
            key=plan.key,
            title=plan.title,
            description=plan.description,
            about=apps.get_model(plan.about),
            steps=plan.steps,
            at=at,
        )


def start_plans(*, now: datetime) -> int:
    """Every campaign that went into preparation gets its run, once: a plan that was cancelled stays
    so. One that cannot start holds up no other: it stays in the coordinator's inbox."""
    playbook = Playbook.objects.filter(key=CAMPAIGN.key, is_active=True).first()
    started = 0
    had_one = Run.objects.filter(subject_type=_kind()).values("subject_id")
    for campaign in lacking_a_run().exclude(pk__in=had_one) if playbook else ():
        try:
            start_plan(campaign, playbook, now=now)
            started += 1
        except Refusal as refusal:
            log.info("plan_not_started", campaign=campaign.pk, why=str(refusal))
    return started


def start_plan(campaign: Campaign, playbook: Playbook, *, now: datetime) -> Run:
    """The campaign's plan goes to work until the moment it starts."""
    owner = campaign.owner or _conductor()
    if owner is None:
        raise Refusal(_("Nobody wears the coordinator’s hat."))
    goal = source(GOALS.get(campaign.goal, ""))
    return playbooks.start(
        playbook, campaign, owner=owner, ends_at=campaign.starts_at, goal=goal, at=now
    )


def lacking_a_run():
    """Campaigns in preparation for which no plan is at work."""
    at_work = Run.objects.running().filter(subject_type=_kind()).values("subject_id")
    return Campaign.objects.in_preparation().exclude(pk__in=at_work).order_by("pk")


def _conductor() -> User | None:
    lead = Role.objects.select_related("lead").get(key=Role.COORDINATOR).lead
    return lead or User.objects.wearing(Role.COORDINATOR).order_by("pk").first()


def brief_the_desks(*, now: datetime) -> None:
    """What a campaign's open steps need lies on the desks: texts, pictures, page, freeze."""
    offered = list(Campaign.objects.offered().exclude(status=Campaign.Status.PLANNED))
    steps = _open_steps(offered)
    media, languages = media_of(offered), languages_of(offered)
    for campaign in offered:
        mine = steps.get(campaign.pk, {})
        for row in media[campaign.pk]:
            _ask(campaign, row.medium, languages[campaign.pk], mine, now=now)
    _watch_pages(offered, now=now)
    _freeze(offered, now=now)


def _open_steps(campaigns: Iterable[Campaign]) -> dict[int, dict[str, RunStep]]:
    """The steps somebody can work on, by campaign and by the evidence that proves them."""
    rows = (
        RunStep.objects.of_running()
        .open()
        .filter(run__subject_type=_kind(), run__subject_id__in=[one.pk for one in campaigns])
    )
    found = {}
    for row in rows.select_related("run", "step"):
        found.setdefault(row.run.subject_id, {})[row.step.evidence] = row
    return found


def _ask(campaign, medium, languages, steps, *, now):
    if step := steps.get("texts-approved"):
        for language in languages:
            writer.ask_for_copy(
                campaign,
                medium=medium,
                language=language,
                brief=campaign.message,
                due_at=step.latest_end_at or campaign.starts_at,
                at=now,
            )
    step = steps.get("pictures-approved")
    if step and medium in dict(formats.MEDIA):
        designer.ask_for(
            campaign,
            medium=medium,
            due_at=step.latest_end_at or campaign.starts_at,
            languages=languages,
            wish=campaign.message,
            by=None,
            at=now,
        )


def _watch_pages(campaigns: Iterable[Campaign], *, now: datetime) -> None:
    """Each landing page is asked until the campaign ends, and must show the coupons' codes."""
    codes = {}
    for campaign, code in Coupon.objects.filter(campaign__in=campaigns).values_list(
        "campaign", "code"
    ):
        codes.setdefault(campaign, []).append(code)
    for campaign in campaigns:
        if campaign.landing_address:
            webmaster.watch(
                campaign,
                address=campaign.landing_address,
                expects="\n".join(sorted(codes.get(campaign.pk, []))),
                until=campaign.ends_at,
                at=now,
            )


def _freeze(campaigns: Iterable[Campaign], *, now: datetime) -> None:
    """Nothing is released while a campaign runs."""
    known = {
        freeze.subject_id: (freeze.from_at, freeze.until_at)
        for freeze in Freeze.objects.filter(subject_type=_kind())
    }
    for campaign in campaigns:
        if known.get(campaign.pk) != (campaign.starts_at, campaign.ends_at):
            webmaster.freeze(
                campaign, from_at=campaign.starts_at, until_at=campaign.ends_at, at=now
            )


def tidy_up(*, now: datetime) -> None:
    """A campaign that is over has its run behind it; one that was called off needs neither a
    watched page nor a freeze."""
    over = {one.pk: one for one in Campaign.objects.filter(status__in=Campaign.OVER)}
    for run in Run.objects.running().filter(subject_type=_kind(), subject_id__in=over):
        _put_behind(run, over[run.subject_id], now=now)
    for model, undo in ((Freeze, webmaster.thaw), (SiteCheck, webmaster.unwatch)):
        rows = model.objects.filter(subject_type=_kind(), subject_id__in=over)
        for campaign in {over[pk] for pk in rows.values_list("subject_id", flat=True)}:
            if campaign.status == Campaign.Status.CANCELLED:
                undo(campaign)


def _put_behind(run: Run, campaign: Campaign, *, now: datetime) -> None:
    try:
        if campaign.status == Campaign.Status.CANCELLED:
            playbooks.cancel(run, why=CALLED_OFF, at=now)
        else:
            playbooks.end(run, at=now)
    except Refusal:  # a gate that never opened, and a campaign that is over all the same
        playbooks.cancel(run, why=OVER, at=now)


def pass_on_questions(*, now: datetime) -> None:
    """A conversation that waits for a colleague is in that role's inbox, until they have said what
    they know or another role was asked."""
    waiting = Conversation.objects.waiting_on_role()
    roles = dict(Role.objects.filter(is_active=True).values_list("key", "pk"))
    wanted = [
        Opening(
            subject_id=talk.pk,
            title=HELP,
            role_id=roles[talk.waiting_role],
            due_at=talk.role_due_at or now,
            details=talk.waiting_why,
            hours=A_QUARTER,
            priority=Task.Priority.HIGH,
            door="customer_care:conversation",
        )
        for talk in waiting.order_by("pk")
        if talk.waiting_role in roles
    ]
    openings.open_many(HELPS, Conversation, wanted, now=now)
    openings.renew(HELPS, Conversation, wanted)
    there = {opening.subject_id for opening in wanted}
    asked = Task.objects.undone().filter(need=HELPS).values_list("subject_id", flat=True)
    openings.close(HELPS, Conversation, sorted(set(asked) - there), now=now)


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Campaign)
