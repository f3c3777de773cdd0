"""Fills an invented shop, floor by floor: each app's `demo` module adds what the app holds."""

from datetime import datetime
from importlib import import_module
from time import monotonic

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from config.lib.planner import look_around
from config.lib.refusals import Refusal
from config.lib.seeds import trusted

SEED = 1973
WORTH_TELLING = 1  # second


class Command(BaseCommand):
    help = "Fill an empty shop with a demo: 18 months of an invented Italian home-and-garden shop."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=SEED, help="which of the invented shops")
        parser.add_argument(
            "--scale", type=float, default=1.0, help="how much of it: 0.02 is a small shop"
        )
        parser.add_argument(
            "--now", type=datetime.fromisoformat, help="the moment on which it ends (ISO 8601)"
        )

    def handle(self, *, seed, scale, now, **options):
        began, floors = monotonic(), _floors()
        now = now or timezone.now()
        if any(_ask(floor, "is_filled") for floor in floors):
            self.stdout.write(_("The demo shop is already there."))
        else:
            self._fill(floors, now, seed, scale)
        settle(floors, now)
        if monotonic() - began > WORTH_TELLING:
            self.stdout.write(
                _("The demo shop is filled (%(seconds).0f s).") % {"seconds": monotonic() - began}
            )

    def _fill(self, floors, now, seed, scale):
        self.stdout.write(_("Filling the demo shop: less than a minute."))
        try:
            fill(floors, now, seed, scale)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        look_around(anew=True)  # once the rows stand: a look before the commit may be forgotten


@transaction.atomic
def fill(floors, now, seed, scale):
    """All of the demo or nothing of it, lowest floor first; never into a shop of somebody's."""
    for floor in floors:
        _ask(floor, "refuse_a_real_shop")
    with trusted():
        for floor in floors:
            _ask(floor, "fill", now, seed, scale)


def settle(floors, now):
    """What follows from the facts: the work they ask for, and the night's figures. Once."""
    for floor in floors:
        if not _ask(floor, "is_settled"):
            _ask(floor, "settle", now)


def _floors():
    """The demo modules of the installed apps, lowest floor first."""
    return [
        import_module(f"{app.name}.demo")
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "demo")
    ]


def _ask(floor, question, *arguments):
    """What a floor's demo answers; one that has no such part says nothing."""
    return getattr(floor, question, lambda *_: None)(*arguments)
