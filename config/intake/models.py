import uuid
from copy import copy

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from config.intake.querysets import DeliveryQuerySet
from config.lib.states import Movable, Move
from config.lib.words import told


class Profile(models.Model):
    """How to read one platform's export: which column is which field of which kind of row.

    `reading` holds encoding, delimiter, decimal mark, date format, quote, header and missing marks;
    `kinds` holds, for each kind of row the file feeds, where its fields come from and which rows.
    docs/imports.md tells every word of both.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    family = models.SlugField(
        _("family"),
        max_length=60,
        help_text=_("Profiles of one platform, tried together for its files."),
    )
    reading = models.JSONField(_("reading"), default=dict, blank=True)
    signature = models.JSONField(_("columns it is known by"), default=list, blank=True)
    kinds = models.JSONField(_("kinds of row"), default=dict)
    notes = models.TextField(_("notes"), blank=True)
    is_built_in = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")

    def __str__(self):
        return gettext(self.name) if self.is_built_in else self.name

    @property
    def kept_name(self):
        """Its name as a kept sentence has it."""
        return self.name if self.is_built_in else {"said": self.name}

    @property
    def told(self):
        """What one should know of such files: our words in the reader's language, the shop's as
        written."""
        return gettext(self.notes) if self.is_built_in and self.notes else self.notes


class Delivery(Movable):
    """A file as it came, stored before it is understood, and what became of it."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        QUEUED = "queued", _("Waiting its turn")
        RUNNING = "running", _("Being read")
        DONE = "done", pgettext_lazy("file", "Done")
        REFUSED = "refused", _("Refused")

    MOVES = {
        Status.RECEIVED: {Status.QUEUED, Status.RUNNING, Status.REFUSED},
        Status.QUEUED: {Status.RUNNING, Status.REFUSED},
        Status.RUNNING: {
            Status.RUNNING,
            Status.RECEIVED,
            Status.DONE,
            Status.REFUSED,
            Status.QUEUED,
        },
        Status.DONE: {Status.QUEUED, Status.RUNNING},
        Status.REFUSED: {Status.QUEUED, Status.RUNNING},
    }

    name = models.CharField(_("file"), max_length=300)
    file = models.FileField(upload_to="deliveries/%Y/%m", max_length=300)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    source_id = models.BigIntegerField(
        null=True, blank=True
    )  # whose rows: an upper floor says what a source is
    source_name = models.CharField(_("source"), max_length=100, blank=True)
    profile = models.ForeignKey(
        Profile, models.SET_NULL, null=True, blank=True, verbose_name=_("profile")
    )
    decimal = models.CharField(max_length=1, blank=True)  # its own mark, if not its profile's
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.RECEIVED)
    is_dry_run = models.BooleanField(default=False)
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    report = models.JSONField(
        default=dict
    )  # {kind: {read, new, changed, unchanged, waiting, rejected}}
    headings = models.JSONField(default=list)  # the file's columns, for its rejected rows
    left_out = models.PositiveIntegerField(default=0)  # rows the profile does not read
    without = models.JSONField(default=dict)  # {field: rows that landed without it}
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)  # files that came together
    refusal = models.TextField(_("why it was refused"), blank=True)  # a kept sentence
    refusal_figures = models.JSONField(default=dict)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["-received_at"], name="deliveries_by_age"),
            models.Index(
                fields=["received_at"],
                condition=Q(status__in=["queued", "running"]),
                name="deliveries_to_take_in",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("intake:delivery", args=[self.pk])

    # Moves

    def queue(self, *, by, at, is_dry_run=False):
        self._become(self.Status.QUEUED, by=by, at=at, is_dry_run=is_dry_run, progress=0)

    def begin(self, *, at):
        self._become(
            self.Status.RUNNING,
            by=None,
            at=at,
            started_at=at,
            heartbeat_at=at,
            refusal="",
            progress=0,
        )

    def end(self, *, at, **outcome):
        """Read to the end. A rehearsal leaves the file as it was received, with its counts."""
        status = self.Status.RECEIVED if self.is_dry_run else self.Status.DONE
        self._become(status, by=None, at=at, ended_at=at, progress=100, **outcome)

    def refuse(self, sentence, figures=None, *, at):
        told = {"refusal": sentence, "refusal_figures": figures or {}}
        self._become(self.Status.REFUSED, by=None, at=at, ended_at=at, **told)

    # Questions

    @property
    def way(self) -> Profile:
        """How it is read: by its profile, with the decimal mark somebody said for this file."""
        way = copy(self.profile)
        if self.decimal:
            way.reading = {**way.reading, "decimal": self.decimal}
        return way

    @property
    def told(self):
        """Why it was refused, in the reader's language."""
        return told(self.refusal, self.refusal_figures)

    def tries(self) -> int:
        """How often in a row somebody began to read it and did not come back."""
        tries = 0
        for became in self.moves.order_by("-pk").values_list("became", flat=True)[:10]:
            if became != self.Status.RUNNING:
                break
            tries += 1
        return tries

    def total(self, what: str) -> int:
        """So many rows of the file were read, rejected …: one row may feed several kinds."""
        return max((counts.get(what, 0) for counts in self.report.values()), default=0)

    @property
    def read(self) -> int:
        return self.total("read")

    @property
    def refused(self) -> int:
        return self.total("rejected")


class DeliveryMove(Move):
    subject = models.ForeignKey(Delivery, models.CASCADE, related_name="moves")


def in_words(reasons: list[dict], older: str = "") -> str:
    """Why a row could not land, each reason once, in the reader's language."""
    return older or " ".join(dict.fromkeys(capfirst(told(**each)) for each in reasons))


class Rejected(models.Model):
    """A row that could not land: where it stood, what it said, and why not."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="rejected")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    reasons = models.JSONField(default=list)  # kept sentences
    reason = models.TextField(blank=True)  # of an older row: all of it, in one language
    cells = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["delivery", "line"], name="rejected_by_line")]

    def __str__(self):
        return f"{self.line}: {self.told}"

    @property
    def told(self):
        return in_words(self.reasons, self.reason)


class Word(models.Model):
    """What a word in a source's files means: read so wherever a file of that source uses it."""

    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=200)
    meaning = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "kind", "word"], name="a_word_means_one_thing"
            )
        ]

    def __str__(self):
        return f"{self.word}: {self.meaning}"


class WaitingRow(models.Model):
    """A good row whose parent has not come yet, such as a refund before its order."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="waiting")
    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=400)  # the row's own id: a later delivery of it replaces it
    fields = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "kind", "key"], name="a_row_waits_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
