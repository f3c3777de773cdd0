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

from config.lib.refusals import Refusal
from config.lib.seeds import look_around

SEED = 1973


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
        if any(_ask(floor, "is_filled") for floor in floors):
            self.stdout.write(_("The demo shop is already there."))
            return
        try:
            for floor in floors:
                _ask(floor, "refuse_a_real_shop")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        fill(floors, now or timezone.now(), seed, scale)
        self.stdout.write(
            _("The demo shop is filled (%(seconds).0f s).") % {"seconds": monotonic() - began}
        )


@transaction.atomic
def fill(floors, now, seed, scale):
    """All of the demo or nothing of it, lowest floor first; then what follows from the facts."""
    for floor in floors:
        if hasattr(floor, "fill"):
            floor.fill(now, seed, scale)
    look_around()
    for floor in floors:
        if hasattr(floor, "settle"):
            floor.settle(now)


def _floors():
    """The demo modules of the installed apps, lowest floor first."""
    return [
        import_module(f"{app.name}.demo")
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "demo")
    ]


def _ask(floor, question):
    return getattr(floor, question, lambda: None)()
