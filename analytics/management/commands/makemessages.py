from django.conf import settings
from django.core.management.commands import makemessages

from analytics.kpis import KPIS


class Command(makemessages.Command):
    """Django's own, that also collects the KPIs' definitions: docstrings the reader is shown."""

    def handle(self, *args, **options):
        definitions = settings.BASE_DIR / "analytics" / "definitions.py"
        definitions.write_text("\n".join(f"_({kpi.source_text!r})" for kpi in KPIS))
        try:
            super().handle(*args, **options)
        finally:
            definitions.unlink()
