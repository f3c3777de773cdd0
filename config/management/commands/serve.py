import os
import socket
import sys

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from honcho.manager import Manager

BLOCKING_THREADS = 4  # times two workers, and each process's pool of connections is as large


class Command(BaseCommand):
    """Web, worker and beat together, until Ctrl+C. For a laptop; see docs/production.md."""

    help = "Start the whole of Regia on this machine."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--only",
            nargs="+",
            choices=["web", "worker", "beat"],
            default=["web", "worker", "beat"],
            help="Start just these; the others run elsewhere.",
        )
        parser.add_argument("--demo", action="store_true", help="Fill a demo shop first.")

    def handle(self, *, port, only, demo, **options):
        if demo:
            call_command("demo", stdout=self.stdout)
        self._refuse_a_taken(port)
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        self._say_where(port)
        manager = Manager()
        for name, command in self._processes(port).items():
            if name not in only:
                continue
            manager.add_process(name, command, quiet=name != "web", cwd=settings.BASE_DIR)
        manager.loop()
        sys.exit(manager.returncode if manager.returncode not in (-15, -2, 130, 143) else 0)

    def _processes(self, port):
        python = sys.executable
        return {
            "web": (
                f"{python} -m granian --interface wsgi --host 127.0.0.1 --port {port}"
                f" --workers 2 --blocking-threads {BLOCKING_THREADS} --log-level warning"
                " config.wsgi:application"
            ),
            "worker": (
                f"{python} -m celery -A config worker --concurrency 2 --loglevel WARNING"
                " --without-gossip --without-mingle -O fair"
            ),
            "beat": f"{python} -m celery -A config beat --loglevel WARNING",
        }

    def _refuse_a_taken(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is taken. Stop what uses it, or choose another with --port."
                ) from error

    def _say_where(self, port):
        self.stdout.write(f"\nRegia is at http://localhost:{port}   (Ctrl+C stops it)\n")
