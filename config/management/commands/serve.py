import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.lib import ports
from config.lib.housekeeper import PROCESSES


class Command(BaseCommand):
    """Web, worker and beat together, until Ctrl+C. For a laptop; see docs/production.md."""

    help = "Start the whole of Regia on this machine."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=ports.USUAL)
        parser.add_argument(
            "--only",
            nargs="+",
            choices=PROCESSES,
            default=list(PROCESSES),
            help="Start just these; the others run elsewhere.",
        )
        parser.add_argument("--demo", action="store_true", help="Fill a demo shop first.")

    def handle(self, *, port, only, demo, **options):
        if demo:
            call_command("demo", stdout=self.stdout)
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        self._say_where(port)
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        house = [sys.executable, "-m", "config.lib.housekeeper", str(port), *only]
        os.execv(house[0], house)  # noqa: S606 -- the same process, without the weight of Django

    def _say_where(self, port):
        self.stdout.write(f"\nRegia is at http://localhost:{port}   (Ctrl+C stops it)\n")
