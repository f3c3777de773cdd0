"""What becomes of a list that is taken away: it waits, is written, is kept a while, and goes."""

import shutil
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.exports.models import Export, folder
from config.lib import turns
from config.lib.alone import alone
from config.lib.exports import write
from config.lib.lists import listing_at
from config.lib.refusals import Refusal
from config.lib.weather import TROUBLE

log = structlog.get_logger(__name__)
WRITING_LOCK = 7414  # one file at a time: whoever waits for other work finds a free worker
MOST_WAITING = 5  # for one person
BETWEEN_BEATS = 0.5  # seconds
SCRATCH = "scratch"  # what is half written; only who holds the lock is in there


def ask(address: str, *, form: str, by, at: datetime) -> Export:
    """Have the file of a list written. Asked again while it waits, it is the same file."""
    listing = listing_at(address, user=by)
    waiting = Export.objects.visible_to(by).to_write()
    same = {"address": address, "form": form, "asked_by": by, "ended_at": None}
    if waiting.count() >= MOST_WAITING and not waiting.filter(**same).exists():
        raise Refusal(_("Five files of yours are being written. Wait until one is ready."))
    export, _is_new = Export.objects.get_or_create(
        **same,
        defaults={
            "name": str(listing.name),
            "told": listing.told,
            "rows": listing.total,
            "asked_at": at,
            "alive_at": at,
            "language": translation.get_language(),
            "time_zone": timezone.get_current_timezone_name(),
        },
    )
    return export


def write_one() -> bool:
    """Write the file that was asked for first, if nobody else is at it. Says whether there was
    one."""
    with alone(WRITING_LOCK) as is_ours:
        export = _next() if is_ours else None
        if export:
            with translation.override(export.language), timezone.override(export.time_zone):
                _write(export)
    return export is not None


def _next():
    waiting = Export.objects.to_write().select_related("asked_by")
    return waiting.order_by("asked_at", "pk").first()


def _write(export):
    try:
        if not turns.may_be_tried(export):
            raise Refusal(_("Writing this file was broken off three times. Narrow the list down."))
        Export.objects.filter(pk=export.pk).update(written=0, alive_at=timezone.now())
        rows = _written(export)
        _end(export, rows=rows, written=rows)
    except Refusal as refusal:
        _end(export, refusal=str(refusal))
    except Http404:
        _end(export, refusal=_("You may no longer see all of this list."))
    except TROUBLE:
        raise  # the database is away: the next round takes it up again
    except Exception:
        log.exception("export_failed", export=export.pk, address=export.address)
        _end(export, refusal=_("The file could not be written because of a fault of ours."))
    else:
        _forget(Export.objects.replaced_by(export))


def _end(export, **outcome):
    now = timezone.now()
    Export.objects.filter(pk=export.pk).update(ended_at=now, alive_at=now, **outcome)


def _written(export):
    """The file is in its place only when it is whole. Returns how many rows it has."""
    listing = listing_at(export.address, user=export.asked_by)
    with _scratch_space() as scratch:
        rows = write(
            scratch / export.path.name,
            listing.everything,
            columns=listing.columns,
            form=export.form,
            progress=Pulse(export.pk),
        )
        (scratch / export.path.name).replace(export.path)
    return rows


@contextmanager
def _scratch_space():
    """Room for what is half written. A killed writer leaves it behind; the next one clears it.

    The library of workbooks puts its own files where temporary files go: for once, that is here,
    for the whole process. So a worker must do one thing at a time (`--pool prefork` or `solo`): a
    neighbouring thread's temporary files would be thrown away with ours.
    """
    scratch, elsewhere = folder() / SCRATCH, tempfile.tempdir
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700, parents=True)
    tempfile.tempdir = str(scratch)
    try:
        yield scratch
    finally:
        tempfile.tempdir = elsewhere
        shutil.rmtree(scratch, ignore_errors=True)


class Pulse:
    """Tells now and then how many rows have been written."""

    def __init__(self, pk: int):
        self.pk, self.told_at = pk, 0.0

    def __call__(self, rows: int) -> None:
        if time.monotonic() - self.told_at >= BETWEEN_BEATS:
            self.told_at = time.monotonic()
            Export.objects.filter(pk=self.pk).update(written=rows, alive_at=timezone.now())


def _forget(exports):
    """Rows go before their files: a file without a row goes at night."""
    paths = [export.path for export in exports]
    exports.delete()
    for path in paths:
        path.unlink(missing_ok=True)


def forget_old(*, now: datetime) -> None:
    """Files that nobody fetches any more go, and those whose asker is gone."""
    Export.objects.old(now=now).delete()
    lying = set(folder().glob("*.*"))  # first: what is asked for from here on is not among them
    for path in lying - {each.path for each in Export.objects.only("form")}:
        path.unlink(missing_ok=True)
