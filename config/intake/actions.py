"""What becomes of a file that came: it is kept, waits, is taken in, and leaves a report."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files import File
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.intake import engine
from config.intake.kinds import Source, house
from config.intake.matching import UnknownColumns, choose
from config.intake.models import Delivery, Profile, Rejected, in_words
from config.lib.alone import alone
from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from config.lib.tables import OUR_COLUMNS, NotATable, csv_lines

T = TypeVar("T")
log = structlog.get_logger(__name__)
BUSY_LOCK = 7413  # held by whoever is reading a delivery: gone when they are
MOST_TRIES = 3
BETWEEN_BEATS = 0.5  # seconds
SHOWN_OF_REHEARSAL = 1000  # rejected rows that a rehearsal keeps
OUR_FAULT = gettext_noop(
    "The file could not be imported because of a fault of ours. Nothing landed."
)
BROKEN_OFF = gettext_noop(
    "Reading this file was broken off three times. Split it and try the parts."
)


def receive(
    file,
    *,
    name: str,
    source: Source,
    profile: Profile | None,
    by,
    at: datetime,
    batch: UUID,
    is_kept: bool = True,
) -> Delivery:
    """Keep a file as it came; one that is only rehearsed is not kept."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(2**20):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return Delivery.objects.create(
        name=name[-300:],
        file=File(file, name=_storable(name)) if is_kept else "",
        size=size,
        sha256=digest.hexdigest(),
        source_id=source.id,
        source_name=source.name,
        profile=profile,
        received_at=at,
        received_by=by,
        batch=batch,
    )


def _storable(name):
    """A name that can only be a file's: no folders, no tricks, not too long."""
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in Path(name).name)[
        -80:
    ]


def guess(delivery: Delivery) -> None:
    """Find the profile that knows the file's columns; a file that is no table is refused."""
    try:
        delivery.profile = choose(Path(delivery.file.path), list(Profile.objects.order_by("key")))
        delivery.save(update_fields=["profile"])
    except UnknownColumns:
        return
    except NotATable as refusal:
        delivery.refuse(refusal.sentence, refusal.figures, at=delivery.received_at)


def read_with(delivery: Delivery, *, profile: Profile, decimal: str = "", by) -> None:
    """Choose how a file is read; one that is being read keeps its profile until it is through."""
    free = Delivery.objects.filter(pk=delivery.pk).exclude(
        status__in=[Delivery.Status.QUEUED, Delivery.Status.RUNNING]
    )
    if not free.update(profile=profile, decimal=decimal):
        raise Refusal(_("The file is being read just now."))


def start(delivery: Delivery, *, by, at: datetime, is_dry_run: bool) -> int:
    """Put a file, and those that came with it and can be read, in the queue. Returns how many."""
    together = list(Delivery.objects.to_start_with(delivery))
    if not together:
        raise Refusal(_("Say first how the file is to be read."))
    for each in together:
        each.queue(by=by, at=at, is_dry_run=is_dry_run)
    return len(together)


def take_in(delivery: Delivery, *, at: datetime, path: Path | None = None) -> bool:
    """Import a delivery, if nobody else is at it. Returns whether it was us."""
    with alone(BUSY_LOCK, delivery.pk) as is_ours:
        return is_ours and _begin(delivery, at=at) and _take_in_begun(delivery, path)


def _begin(delivery, *, at):
    """Claim it as it stands now; one that killed its readers again and again is refused."""
    delivery.refresh_from_db()
    try:
        if delivery.tries() >= MOST_TRIES:
            delivery.refuse(BROKEN_OFF, at=at)
            return False
        delivery.begin(at=at)
    except IllegalMove:
        return False
    return True


def _take_in_begun(delivery, path):
    def finish(outcome):
        delivery.end(at=timezone.now(), **_told(outcome))

    try:
        with closing(Pulse(delivery.pk)) as pulse:
            engine.take_in(
                path or Path(delivery.file.path),
                profile=delivery.way,
                source=house.sources.get(delivery.source_id),
                delivery_id=delivery.pk,
                progress=pulse,
                finish=finish,
            )
    except NotATable as refusal:
        delivery.refuse(refusal.sentence, refusal.figures, at=timezone.now())
    except OperationalError:
        raise  # the database is away: the next round takes it up again
    except Exception:
        log.exception("import_failed", delivery=delivery.pk, file=delivery.name)
        delivery.refuse(OUR_FAULT, at=timezone.now())
    return True


def _told(outcome):
    return {
        "report": outcome.kinds,
        "headings": outcome.columns,
        "left_out": outcome.left_out,
        "without": outcome.without,
    }


class Pulse:
    """Tells how far an import is, from beside its transaction."""

    def __init__(self, pk: int):
        self.pk, self.connection, self.told_at = pk, connection.copy(), 0.0

    def __call__(self, percent: int) -> None:
        if time.monotonic() - self.told_at < BETWEEN_BEATS:
            return
        self.told_at = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_delivery SET progress = %s, heartbeat_at = clock_timestamp()"
                " WHERE id = %s AND status = 'running'",
                [percent, self.pk],
            )

    def close(self):
        self.connection.close()


# Several files at once


def rehearse(deliveries: list[Delivery], *, at: datetime) -> None:
    """Import files that came together, count what would become of their rows, and undo it all."""
    with ExitStack() as stack:
        ours = [each for each in deliveries if stack.enter_context(alone(BUSY_LOCK, each.pk))]
        begun = [each for each in ours if _begin(each, at=at)]
        results = _try_out(begun)
    for delivery, (outcome, rejected) in results.items():
        Rejected.objects.filter(delivery=delivery).delete()
        Rejected.objects.bulk_create(rejected, batch_size=1000)
        delivery.end(at=timezone.now(), **_told(outcome))


def _try_out(deliveries):
    results = {}
    with transaction.atomic():
        for _profile, delivery in in_order((each.profile, each) for each in deliveries):
            with closing(Pulse(delivery.pk)) as pulse:
                outcome = _outcome_of(delivery, pulse)
            if outcome:
                rejected = list(delivery.rejected.order_by("line")[:SHOWN_OF_REHEARSAL])
                results[delivery] = outcome, rejected
        transaction.set_rollback(True)
    for delivery in deliveries:
        if delivery not in results:
            delivery.refresh_from_db()
            delivery.refuse(*delivery.refused_because, at=timezone.now())
    return results


def _outcome_of(delivery, pulse):
    """What an import would make of it; a refusal is remembered until all is undone."""
    try:
        with transaction.atomic():
            return engine.take_in(
                Path(delivery.file.path),
                profile=delivery.way,
                source=house.sources.get(delivery.source_id),
                delivery_id=delivery.pk,
                progress=pulse,
            )
    except NotATable as refusal:
        delivery.refused_because = refusal.sentence, refusal.figures
    except OperationalError:
        raise
    except Exception:
        log.exception("rehearsal_failed", delivery=delivery.pk, file=delivery.name)
        delivery.refused_because = (OUR_FAULT,)
    return None


def in_order(profiles: Iterable[tuple[Profile, T]]) -> list[tuple[Profile, T]]:
    """Files in the order in which their rows need each other."""
    place = {kind.key: number for number, kind in enumerate(house.in_order(house.kinds))}
    return sorted(profiles, key=lambda each: min(place[key] for key in each[0].kinds))


# Rejected rows


def rejected_lines(delivery: Delivery) -> Iterator[str]:
    """The rejected rows as a file: as they came, with line and reason, to correct and send."""
    kept = delivery.rejected.order_by("line", "pk")
    rows = kept.values_list("cells", "line", "reasons", "reason")
    width = len(delivery.headings)
    return csv_lines(
        [*delivery.headings, *OUR_COLUMNS],
        (
            [*cells[:width], *[""] * (width - len(cells)), line, in_words(*why)]
            for cells, line, *why in rows.iterator(chunk_size=2000)
        ),
    )


def write_rejected(delivery: Delivery) -> Path:
    """Put the rejected rows where a script finds them."""
    folder = Path(settings.DATA_DIR) / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{delivery.pk}-{_storable(delivery.name).removesuffix('.gz')}"
    path = path.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(rejected_lines(delivery))
    return path
