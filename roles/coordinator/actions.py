"""What the coordinator sets going for everybody, so that nobody has to."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.lib import turns
from config.lib.refusals import Refusal
from customer_care.models import Conversation
from roles.coordinator.playbooks import CAMPAIGN, PLANS
from roles.coordinator.shares import source
from roles.graphic_designer.models import Brief
from roles.marketing.models import GOALS, Campaign
from roles.playbooks import actions as playbooks
from roles.playbooks import editing
from roles.playbooks.models import Playbook, Run, RunStep
from roles.tasks import openings
from roles.tasks.models import Task
from roles.tasks.openings import Opening
from roles.team.models import Role, User
from roles.web_writer.models import Copy
from roles.webmaster import actions as webmaster
from roles.webmaster.models import Freeze, SiteCheck

CALLED_OFF = gettext_noop("The campaign was called off.")
OVER = gettext_noop("The campaign is over.")
HELPS = "help-care"
HELP = gettext_noop("Help customer care answer")
A_QUARTER = Decimal("0.25")


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


def start_plans(*, now: datetime) -> None:
    """Every campaign that went into preparation gets its run, once: a plan that was cancelled stays
    so. One that cannot start holds up no other: it stays in the coordinator's inbox."""
    playbook = Playbook.objects.filter(key=CAMPAIGN.key, is_active=True).first()
    had_one = Run.objects.filter(subject_type=_kind(), subject_id=OuterRef("pk"))
    waiting = lacking_a_run().filter(~Exists(had_one)) if playbook else ()
    turns.each("plan_not_started", (partial(start_plan, one, playbook, now=now) for one in waiting))


def start_plan(campaign: Campaign, playbook: Playbook, *, now: datetime) -> Run:
    """The campaign's plan goes to work until the moment it starts."""
    owner = _answers_for(campaign)
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


def unplanned(rows: QuerySet, evidence: str) -> QuerySet:
    """Less those of which a plan at work asks the same: its step stands in the inbox already."""
    planned = RunStep.objects.to_prove(evidence, rows.model).values("run__subject_id")
    return rows.exclude(pk__in=planned)


def _answers_for(campaign) -> User | None:
    """Its owner; where there is none, or they have left, whoever coordinates."""
    lead = Role.objects.select_related("lead").get(key=Role.COORDINATOR).lead
    known = [one for one in (campaign.owner, lead) if one and one.is_active]
    return known[0] if known else User.objects.wearing(Role.COORDINATOR).order_by("pk").first()


def tidy_up(*, now: datetime) -> None:
    """A campaign that is over has its run behind it and asks nothing more of the desks; one that
    was called off needs neither a watched page nor a freeze."""
    turns.each("not_tidied_up", _left_behind(now=now))


def _left_behind(*, now: datetime) -> Iterator[partial]:
    for run, campaign in _over(Run.objects.running(), Campaign.OVER):
        yield partial(_put_behind, run, campaign, now=now)
    for model in (Copy, Brief):
        for row, campaign in _over(model.objects.open(), Campaign.OVER):
            yield partial(model.withdraw, row, by=None, at=now, note=_why(campaign))
    called_off = [Campaign.Status.CANCELLED]
    for _freeze_of, campaign in _over(Freeze.objects.all(), called_off):
        yield partial(webmaster.thaw, campaign)
    for _check, campaign in _over(SiteCheck.objects.filter(is_active=True), called_off):
        yield partial(webmaster.unwatch, campaign)


def _over(rows, statuses) -> list[tuple[Model, Campaign]]:
    """Those of rows about campaigns whose campaign is in one of these states, each with it."""
    over = Campaign.objects.filter(pk=OuterRef("subject_id"), status__in=statuses)
    found = list(rows.filter(Exists(over), subject_type=_kind()).order_by("pk"))
    campaigns = Campaign.objects.in_bulk({row.subject_id for row in found})
    return [(row, campaigns[row.subject_id]) for row in found]


def _why(campaign) -> str:
    return CALLED_OFF if campaign.status == Campaign.Status.CANCELLED else OVER


def _put_behind(run: Run, campaign: Campaign, *, now: datetime) -> None:
    """Ended where its gate is open; cancelled where that never opened, or it was called off."""
    if campaign.status != Campaign.Status.CANCELLED:
        with suppress(Refusal):
            return playbooks.end(run, at=now)
    return playbooks.cancel(run, why=_why(campaign), at=now)


@transaction.atomic
def pass_on_questions(*, now: datetime) -> None:
    """A conversation that waits for a colleague is in that role's inbox, or in the coordinator's
    where nobody wears that hat, until they have said what they know or another role was asked."""
    waiting = Conversation.objects.waiting_on_role()
    roles = dict(Role.objects.worn().values_list("key", "pk"))
    conductor = Role.objects.get(key=Role.COORDINATOR).pk
    wanted = [
        Opening(
            subject_id=talk.pk,
            title=HELP,
            role_id=roles.get(talk.waiting_role, conductor),
            due_at=talk.role_due_at or now,
            details=talk.waiting_why,
            hours=A_QUARTER,
            priority=Task.Priority.HIGH,
            door="customer_care:conversation",
        )
        for talk in waiting.order_by("pk")
    ]
    openings.open_many(HELPS, Conversation, wanted, now=now)
    openings.renew(HELPS, Conversation, wanted)
    there = {opening.subject_id for opening in wanted}
    asked = Task.objects.undone().filter(need=HELPS).values_list("subject_id", flat=True)
    openings.close(HELPS, Conversation, sorted(set(asked) - there), now=now)


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Campaign)
