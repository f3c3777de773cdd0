import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analytics import nights
from analytics.kpi import Kind, Span
from analytics.kpis import BY_KEY


class Command(BaseCommand):
    help = "Run the night over a span of days, here and now."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)

    def handle(self, *, first, last, **options):
        if last < first:
            raise CommandError("--to lies before --from.", returncode=2)
        now = timezone.now()
        night = nights.begin(Span.of(first, last), by=None, now=now)
        began = time.monotonic()
        for part in night.parts.order_by("pk"):
            self._measure(part)
        nights.end(night, now=timezone.now())
        self.stdout.write(f"{first} – {last} measured in {time.monotonic() - began:.1f} s")

    def _measure(self, part):
        began = time.monotonic()
        measured = nights.measure_part(part.pk, now=timezone.now())
        took = time.monotonic() - began
        line = (
            f"{part.kpi:32}{measured.rows:>9} rows {measured.restated:>9} restated {took:>8.2f} s"
        )
        if BY_KEY[part.kpi].kind is Kind.LEVEL and not measured.rows:
            line = f"{part.kpi:32}  a level: it can only be taken on its evening"
        self.stdout.write(line)
