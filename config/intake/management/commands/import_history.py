"""Take in a shop's history from files, for scripts and cron."""

import sys
import uuid
from contextlib import nullcontext
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.intake import actions
from config.intake.casting import currencies
from config.intake.kinds import house
from config.intake.matching import choose
from config.intake.models import Delivery, Profile, WaitingRow
from config.lib.clock import is_time_zone
from config.lib.tables import NotATable

COUNTS = ("read", "new", "changed", "unchanged", "waiting", "rejected")


class Command(BaseCommand):
    help = "Import a shop's own history from CSV or XLSX files, in any order."

    def add_arguments(self, parser):
        parser.add_argument(
            "--channel", required=True, help="code of the channel; made if it is new"
        )
        parser.add_argument("--currency", help="ISO code; needed for a new channel")
        parser.add_argument("--timezone", help="such as Europe/Rome; needed for a new channel")
        parser.add_argument("--profile", required=True, help="a profile, or a family of profiles")
        parser.add_argument("--dry-run", action="store_true", help="count, and keep nothing")
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, files, **options):
        chosen = _choose(_existing(files), _profiles(options["profile"]))
        with transaction.atomic() if options["dry_run"] else nullcontext():
            source = _source(options)
            deliveries = self._take_in(chosen, source, is_dry_run=options["dry_run"])
            is_clean = self._report(deliveries)
            if options["dry_run"]:
                self.stdout.write("Dry run: nothing was kept.")
                transaction.set_rollback(True)
        if any(each.status == Delivery.Status.REFUSED for each in deliveries):
            raise CommandError("Not every file could be read.", returncode=2)
        if not is_clean:
            sys.exit(1)

    def _take_in(self, chosen, source, *, is_dry_run):
        batch, deliveries = uuid.uuid4(), []
        for profile, path in actions.in_order(chosen):
            now = timezone.now()
            with path.open("rb") as file:
                delivery = actions.receive(
                    file,
                    name=path.name,
                    source=source,
                    profile=profile,
                    by=None,
                    at=now,
                    batch=batch,
                    is_kept=not is_dry_run,
                )
            actions.take_in(delivery, at=now, path=path)
            deliveries.append(delivery)
            if delivery.status == Delivery.Status.REFUSED:
                self.stderr.write(f"{path}: {delivery.told}")
        return deliveries

    def _report(self, deliveries):
        """A line per kind, then where the rejected rows are. Returns whether there were none."""
        row = "{:<14}" + "{:>11}" * len(COUNTS)
        self.stdout.write(row.format("", *COUNTS))
        for kind in house.in_order(house.kinds):
            reports = [each.report[kind.key] for each in deliveries if kind.key in each.report]
            if reports:
                total = {what: sum(report[what] for report in reports) for what in COUNTS}
                total["waiting"] = WaitingRow.objects.filter(
                    delivery__in=deliveries, kind=kind.key
                ).count()
                self.stdout.write(row.format(kind.key, *total.values()))
        for each in deliveries:
            self._tell(each)
        return not any(each.total("rejected") for each in deliveries)

    def _tell(self, delivery):
        if delivery.left_out:
            self.stdout.write(f"{delivery.name}: {delivery.left_out} rows left out by the profile")
        for field, rows in delivery.without.items():
            self.stdout.write(f"{delivery.name}: {rows} rows landed without their {field}")
        if delivery.total("rejected"):
            path = actions.write_rejected(delivery)
            self.stdout.write(f"{delivery.name}: rejected rows in {path}")


def _existing(files):
    paths = [Path(name) for name in files]
    for path in paths:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
    return paths


def _profiles(name):
    profiles = list(Profile.objects.filter(family=name) | Profile.objects.filter(key=name))
    if not profiles:
        known = ", ".join(sorted(set(Profile.objects.values_list("family", flat=True))))
        raise CommandError(f"There is no profile {name}. There are: {known}.", returncode=2)
    return profiles


def _choose(paths, profiles):
    chosen = []
    for path in paths:
        try:
            chosen.append((choose(path, profiles), path))
        except NotATable as refusal:
            raise CommandError(f"{path}: {refusal}", returncode=2) from refusal
    return chosen


def _source(options):
    currency, zone = options["currency"], options["timezone"]
    if currency and currency not in currencies():
        raise CommandError(f"{currency} is no currency.", returncode=2)
    if zone and not is_time_zone(zone):
        raise CommandError(f"{zone} is no time zone.", returncode=2)
    code = options["channel"]
    found = house.sources.find(code)
    if found is None:
        if not (currency and zone):
            raise CommandError(
                f"The channel {code} is new: say its --currency and --timezone.", returncode=2
            )
        try:
            return house.sources.make(code=code, currency=currency, time_zone=zone)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
    if currency and currency != found.currency:
        raise CommandError(f"The channel {code} counts in {found.currency}.", returncode=2)
    if zone and zone != found.time_zone:
        raise CommandError(f"The channel {code} keeps the time of {found.time_zone}.", returncode=2)
    return found
