import csv

from django.core.management.base import BaseCommand

from analytics.kpis import KPIS

HEADER = ("key", "owner", "unit", "kind", "dimensions", "definition")


class Command(BaseCommand):
    help = "List every KPI as CSV: key, owner, unit, kind, dimensions and definition."

    def handle(self, **options):
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(HEADER)
        for kpi in KPIS:
            dimensions = " ".join(kpi.dimensions)
            writer.writerow(
                [kpi.key, kpi.owner, kpi.unit.value, kpi.kind.value, dimensions, kpi.definition]
            )
