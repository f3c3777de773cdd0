"""How long a look at a thousand runs of thirty steps takes: all evidence, all dates, all tasks."""

from datetime import timedelta
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from benchmarks import volume
from benchmarks.browser import Reader, server
from benchmarks.machine import run
from benchmarks.pages import HTMX, count_queries
from benchmarks.table import Table, took
from catalog.models import Product, ProductText
from roles.playbooks import actions, editing, rehearsals
from roles.playbooks.evidence import Answer, evidence
from roles.playbooks.models import Run, RunStep
from roles.playbooks.plan_steps import PlanStep
from roles.tasks.models import Task
from roles.team import actions as team
from roles.team.models import Role, User

RUNS, STEPS, WIDE, QUESTIONS = 1_000, 30, 5, 10
HATS = [Role.WEB_WRITER, Role.GRAPHIC_DESIGNER, Role.MARKETING, Role.WEBMASTER, Role.WAREHOUSE]
BAR = 30  # seconds


def measure(table: Table) -> None:
    """The first look, one with nothing new, one where everything is planned anew, and one where
    most evidence has turned to no."""
    for number in range(QUESTIONS):
        evidence(f"bench-{number}", title="", about="catalog.product")(partial(_ask, number=number))
    _make()
    steps = RunStep.objects.of_running().count()
    table.heading(f"{RUNS:,} runs with {steps:,} steps, {QUESTIONS} evidences")
    now = timezone.now()
    table.at_most("the first look", took(lambda: actions.look_again(now=now)), BAR, "s")
    table.note("tasks opened", f"{Task.objects.undone().count():,}")
    now += timedelta(minutes=1)
    table.at_most("a look with nothing new", took(lambda: actions.look_again(now=now)), BAR, "s")
    now += timedelta(hours=1)
    table.at_most(
        "all evidence, every date anew", took(lambda: actions.look_again(now=now)), BAR, "s"
    )
    run("DELETE FROM catalog_producttext WHERE product_id %% 3 > 0", [])
    now += timedelta(hours=1)
    table.at_most("most evidence turned to no", took(lambda: actions.look_again(now=now)), BAR, "s")
    again = Task.objects.undone().filter(need="alarm-step").count()
    table.note("steps that opened again, told to their owner", f"{again:,}")
    drawn = took(lambda: rehearsals.draw(now=now)) / rehearsals.MOST_AT_ONCE * 1000
    table.at_most("the chance of one run, 400 draws", drawn, 30, "ms")
    _gate(table, now)
    _pages(table)


def _ask(subjects, now, *, number):
    told = ProductText.objects.filter(product__in=[subject.pk for subject in subjects])
    told = set(told.values_list("product_id", flat=True))
    return {
        subject.pk: Answer(
            subject.pk in told and subject.pk % QUESTIONS != number,
            "%(there)s of 1 text is there.",
            {"there": int(subject.pk in told)},
        )
        for subject in subjects
    }


def _make() -> None:
    """Thirty steps in six layers, each waiting for two of the layer before."""
    people = [
        team.hire(email=f"runs-{n}@bench.example", name=f"Runs {n}", roles=[HATS[n % 5]])
        for n in range(8)
    ]
    steps = [
        PlanStep(
            f"step-{n}",
            f"Step {n}",
            HATS[n % len(HATS)],
            lead=4 + n % 5 * 4,
            after={f"step-{before}": n % 3 for before in _before(n)},
            evidence=f"bench-{n % QUESTIONS}" if n % 6 else "",
            is_gate=n % 7 > 0,
        )
        for n in range(STEPS)
    ]
    now = timezone.now()
    editing.install(key="bench", title="Bench", about=Product, steps=steps, at=now)
    _start(people, now)


def _before(number: int) -> list[int]:
    layer = number // WIDE * WIDE
    return [] if not layer else sorted({layer - WIDE + number % WIDE, layer - 1})


def _start(people, now) -> None:
    kind = ContentType.objects.get_for_model(Product)
    edition = editing.Playbook.objects.get(key="bench").current()
    owner = User.objects.get(email=volume.COORDINATOR)
    runs = Run.objects.bulk_create(
        Run(
            playbook=edition.playbook,
            edition=edition,
            subject_type=kind,
            subject_id=pk,
            owner=owner,
            ends_at=now + timedelta(days=20 + pk % 40),
            started_at=now - timedelta(days=pk % 10),
        )
        for pk in Product.objects.order_by("pk").values_list("pk", flat=True)[:RUNS]
    )
    steps = list(edition.steps.order_by("position"))
    RunStep.objects.bulk_create(
        RunStep(run=each, step=step, assignee=people[(each.pk + n) % 8] if n % 2 else None)
        for each in runs
        for n, step in enumerate(steps)
    )
    run("ANALYZE playbooks_run")
    run("ANALYZE playbooks_runstep")


def _gate(table, now):
    subject = Run.objects.running().first().subject
    asked = [took(lambda: actions.gate(subject, now=now, lock=False)) for _ in range(20)]
    table.at_most("the gate of one run, asked afresh", sorted(asked)[18] * 1000, 100, "ms")


def _pages(table):
    """The board of them all and the page of one, as they are served."""
    one = Run.objects.running().first()
    pages = {
        "the board of the runs": (reverse("playbooks:runs"), 150, None),
        "the runs on the dashboard": (reverse("playbooks:panel"), 150, HTMX),
        "a run’s page": (reverse("playbooks:run", args=[one.pk]), 100, None),
    }
    with server():
        reader = Reader(volume.COORDINATOR)
        for name, (address, bar, headers) in pages.items():
            asked = reader.ask(address, headers=headers)
            got = f"{asked.p95:.0f} ms, {count_queries(address, headers)} q, {asked.status}"
            is_good = asked.status == 200 and asked.p95 <= bar
            table.judge(name, got, f"{bar} ms, 200", is_good=is_good)
