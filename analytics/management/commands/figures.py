import csv
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from analytics import reading
from analytics.figure import Per
from analytics.kpi import Dimension, Span
from analytics.kpis import BY_KEY
from catalog.models import Channel

HEADER = ("period", "value", "numerator", "denominator", "figure")


class Command(BaseCommand):
    help = "Print a KPI's figures as CSV: period, dimension value, numerator, denominator, figure."

    def add_arguments(self, parser):
        parser.add_argument("key", help="the KPI; `manage.py kpis` lists them")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
        parser.add_argument("--channel", help="only this channel, by its code")
        parser.add_argument("--by", help="split by this dimension")
        parser.add_argument("--per", choices=[str(per) for per in Per], default="day")

    def handle(self, *, key, first, last, channel, by, per, **options):
        kpi = BY_KEY.get(key) or refuse(f"There is no KPI “{key}”", BY_KEY)
        if last < first:
            refuse("--to lies before --from", [])
        figures = reading.figures(
            kpi,
            Span.of(first, last),
            channel=find_channel(kpi, channel),
            by=find_dimension(kpi, by),
            per=Per(per),
        )
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(HEADER)
        for figure in figures:
            amounts = (figure.numerator, figure.denominator, figure.figure)
            writer.writerow([figure.period, figure.value, *map(plain, amounts)])
        for currency in sorted({name for figure in figures for name in figure.unrated}):
            self.stderr.write(f"no rate for {currency}: days with it cannot be added up")


def find_channel(kpi, code):
    if not code:
        return None
    if not kpi.has_channels:
        refuse(f"{kpi.key} is not measured by channel; it can be split by", kpi.dimensions)
    found = Channel.objects.filter(code=code).first()
    codes = Channel.objects.order_by("code").values_list("code", flat=True)
    return found or refuse(f"There is no channel “{code}”", codes)


def find_dimension(kpi, name):
    if not name:
        return None
    if name not in kpi.dimensions:
        refuse(f"{kpi.key} cannot be split by “{name}”", kpi.dimensions)
    return Dimension(name)


def refuse(sentence, existing):
    listed = ", ".join(sorted(existing)) or "none"
    raise CommandError(f"{sentence}. There is: {listed}.", returncode=2)


def plain(amount):
    """A number without exponent or idle zeros; nothing for nothing."""
    if amount is None:
        return ""
    text = f"{amount:.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
