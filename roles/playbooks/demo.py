"""The demo's runs: new products and new people, in every state a run and its steps can be in."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from catalog.models import Product
from roles.playbooks import actions, rehearsals
from roles.playbooks.models import Playbook, Run, RunStep
from roles.team import calendars
from roles.team.demo import cast

LEADS = "giulia.ferri"
JOINED = {"ines.navarro": 320, "fatima.elamrani": 190, "chiara.vitale": 95}  # days ago
RISK = "Il primo giorno potrebbe sbagliare qualche ordine."
SEEN_AT_WORK = "Ha affiancato Elena per tutta la settimana."
FROM_SUPPLIER = "Lo spedisce il fornitore: qui non arriva nulla da contare."
UNCOUNTED = "Se il fornitore ne ha meno di quanti dice, lo sappiamo dai reclami."
REVENUE = gettext_noop("Revenue")
BACK_ALREADY = "È tornato disponibile prima del previsto."


def fill(now: datetime, seed: int, scale: float) -> None:
    """Some runs under way, one late, some behind us, one that was called off."""
    team = Team(now)
    if {"new-product", "new-person", "out-of-stock"} <= set(team.plans):
        newest = Product.objects.order_by("-created_at", "-pk")[:5]
        if len(newest) == 5:
            _of_people(team)
            _of_products(team, list(newest))
            actions.look_again(now=now, runs=Run.objects.running())
            rehearsals.draw(now=now)


def _of_people(team):
    """Three people who joined, each a run that ended; and one who is joining."""
    for name, ago in JOINED.items():
        run = team.start("new-person", team.people[name], begun=ago, takes=12)
        _welcome(team, run, begun=ago)
        team.step(run, "show-desk", actions.finish, after=ago - 3)
        words = {"why": SEEN_AT_WORK, "risk": RISK}
        team.step(run, "first-work", actions.waive, after=ago - 8, **words)
        if Run.objects.running().filter(pk=run.pk).exists():
            actions.end(run, by=team.lead, at=team.day(ago - 9))
    run = team.start("new-person", team.people["owen.clarke"], begun=3, takes=9)
    for line in RunStep.objects.get(run=run, step__key="give-access").step.checks[:2]:
        team.step(run, "give-access", actions.check, after=1, line=line)


def _welcome(team, run, *, begun):
    """Access is given line by line."""
    for line in RunStep.objects.get(run=run, step__key="give-access").step.checks:
        team.step(run, "give-access", actions.check, after=begun - 1, line=line)
    team.step(run, "give-access", actions.finish, after=begun - 1)


def _of_products(team, products):
    """In good time, late, with a waiver, nearly out of stock, and called off."""
    team.start("new-product", products[0], begun=2, takes=12, goal=REVENUE)
    team.start("new-product", products[1], begun=9, takes=5)
    told = team.start("new-product", products[2], begun=4, takes=14)
    words = {"why": FROM_SUPPLIER, "risk": UNCOUNTED}
    team.step(told, "count-first", actions.waive, after=2, **words)
    out = team.start("out-of-stock", products[3], begun=2, takes=16)
    team.step(out, "pause-ads", actions.begin, after=1, by="marco.bassi")
    team.step(out, "ask-supplier", actions.finish, after=1, by="chiara.vitale")
    gone = team.start("out-of-stock", products[4], begun=30, takes=14)
    actions.cancel(gone, why=BACK_ALREADY, by=team.lead, at=team.day(26))


class Team:
    """The people of the demo, and days counted back from now on the shop's calendar."""

    def __init__(self, now):
        self.now, self.shop, self.people = now, calendars.of_shop(), cast()
        self.plans = {plan.key: plan for plan in Playbook.objects.all() if plan.current()}
        self.lead = self.people[LEADS]

    def day(self, ago: int) -> datetime:
        """A working moment so many days ago, never later than now."""
        return min(self.shop.add_hours(self.now - timedelta(days=ago), 0.5), self.now)

    def start(self, key, subject, *, begun, takes, goal=""):
        begins = self.day(begun)
        return actions.start(
            self.plans[key],
            subject,
            owner=self.lead,
            ends_at=self.shop.add_days(begins, takes),
            goal=goal,
            by=self.lead,
            at=begins,
        )

    def step(self, run, key, verb, *, after, by=LEADS, **words):
        """Somebody does something with a step, so many days ago; what is passed is left alone."""
        step = RunStep.objects.select_related("step", "run").get(run=run, step__key=key)
        if not step.is_passed:
            verb(step, **words, by=self.people[by], at=self.day(after))
