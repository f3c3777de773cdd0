"""The demo's campaign in preparation, with what the team has ready of it; and those behind it."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType

from customer_care.models import CannedAnswer, KnowledgeNote
from roles.coordinator import actions, briefing
from roles.marketing.models import Campaign
from roles.playbooks import actions as playbooks
from roles.playbooks import rehearsals
from roles.playbooks.models import Playbook, Run, RunMove, RunStep, RunStepMove
from roles.team import calendars
from roles.team.demo import cast
from roles.web_writer import actions as writer
from roles.web_writer.models import Copy

KEY = "campaign-launch"
BEGUN = timedelta(days=4)  # the plan of the one in preparation has been at work so long
TOOK = timedelta(days=15)  # so long before their start the others were begun
TEXTS = {
    ("google_ads", "it"): {
        "headlines": "La tavola è pronta\nServizi e bicchieri\nQuindici per cento in meno",
        "descriptions": "Piatti, bicchieri e tovaglia per le feste. Spediti in 24–48 ore."
        "\nCon il codice TAVOLA15 il quindici per cento in meno, fino a esaurimento.",
    },
    ("newsletter", "it"): {
        "subject": "La tavola è pronta prima degli ospiti",
        "preheader": "Quindici per cento su servizi, bicchieri e tovaglie",
        "body": "Ci sono cene che cominciano dalla tavola. Abbiamo scelto servizi, bicchieri e"
        " tovaglie che stanno bene insieme: con il codice TAVOLA15 costano il quindici per cento"
        " in meno, e partono in 24–48 ore.",
        "button": "Apparecchia adesso",
    },
    ("meta_ads", "es"): {
        "primary": "La mesa está lista antes que los invitados: platos, copas y mantel.",
        "headline": "Quince por ciento menos",
        "description": "Con el código TAVOLA15",
    },
}
WRITERS = {"it": "elena.conti", "es": "ines.navarro"}
ANSWER = "Buongiorno {{customer}}, il codice TAVOLA15 vale sui prodotti della tavola, una volta."


def play(now: datetime) -> None:
    """What the campaigns of the demo asked of the team."""
    playbook = Playbook.objects.filter(key=KEY).first()
    if playbook is None or playbook.current() is None:
        return
    for campaign in Campaign.objects.filter(went_live_at__isnull=False).order_by("pk"):
        _behind(playbook, campaign)
    for campaign in Campaign.objects.in_preparation():
        _under_way(playbook, campaign, now=now)


def _under_way(playbook, campaign, *, now):
    """Four days in: some texts approved, one sent, care half ready, the shelf counted."""
    begun = calendars.of_shop().add_hours(now - BEGUN, 1)
    actions.start_plan(campaign, playbook, now=begun)
    briefing.brief_the_desks(now=begun)
    people = cast()
    for copy in Copy.objects.of(campaign).order_by("pk"):
        if words := TEXTS.get((copy.medium, copy.language)):
            _write(copy, words, people, at=now - BEGUN / 2)
    about = {
        "subject_type": ContentType.objects.get_for_model(Campaign),
        "subject_id": campaign.pk,
        "language": "it",
        "changed_at": now,
    }
    KnowledgeNote.objects.create(title=campaign.name, text=campaign.message, **about)
    CannedAnswer.objects.create(title=f"{campaign.name}: il codice", text=ANSWER, **about)
    playbooks.look_again(now=now, runs=Run.objects.running())
    rehearsals.draw(now=now)


def _write(copy, words, people, *, at):
    by, editor = people[WRITERS[copy.language]], people["marco.bassi"]
    writer.save_copy(copy, version=copy.version, words=words, by=by, at=at)
    writer.submit_copy(copy, by=by, at=at)
    copy.refresh_from_db()
    if copy.medium != "meta_ads":
        writer.approve_copy(copy, version=copy.version, by=editor, at=at + timedelta(hours=3))


def _behind(playbook, campaign):
    """A campaign that went live had its plan: every step done, in the days before."""
    begun = campaign.starts_at - TOOK
    run = Run.objects.create(
        playbook=playbook,
        edition=playbook.current(),
        subject_type=ContentType.objects.get_for_model(Campaign),
        subject_id=campaign.pk,
        status=Run.Status.ENDED,
        owner=campaign.owner or cast()["giulia.ferri"],
        ends_at=campaign.starts_at,
        started_at=begun,
        ended_at=campaign.starts_at,
        gate_yes=playbook.current().steps.filter(is_gate=True).count(),
        gate_all=playbook.current().steps.filter(is_gate=True).count(),
    )
    RunMove.objects.create(subject=run, came_from="", became="running", moved_at=begun)
    RunMove.objects.create(subject=run, came_from="running", became="ended", moved_at=run.ended_at)
    shop = calendars.of_shop()
    done = {}
    for step in run.edition.steps.prefetch_related("waits").order_by("position", "pk"):
        ready = max((done[wait.after_id] for wait in step.waits.all()), default=begun)
        hours = float(step.lead_hours)
        began = shop.add_hours(ready, 1 + step.pk % 4)
        done[step.pk] = shop.add_hours(began, hours * (0.7 + step.pk % 5 * 0.15))
        _done(run, step, ready, began, done[step.pk], shop)


def _done(run, step, ready, began, done, shop):
    row = RunStep.objects.create(
        run=run,
        step=step,
        part_of=str(run.subject),
        status=RunStep.Status.DONE,
        ready_at=ready,
        begun_at=began,
        done_at=done,
        worked_hours=round(shop.hours_between(ready, done), 2),
        earliest_start_at=began,
        earliest_end_at=done,
        agreed_start_at=ready,
        agreed_end_at=shop.add_hours(ready, float(step.lead_hours)),
        says=True if step.evidence else None,
    )
    moves = [("", "waiting", run.started_at), ("waiting", "ready", ready), ("ready", "done", done)]
    RunStepMove.objects.bulk_create(
        RunStepMove(subject=row, came_from=came_from, became=became, moved_at=at)
        for came_from, became, at in moves
    )
