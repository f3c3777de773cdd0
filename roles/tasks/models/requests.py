"""What one role asks of another, until whoever asked says that it is what they needed."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.lib.refusals import Refusal
from config.lib.states import Movable, Move
from roles.tasks.querysets import RequestQuerySet


class Request(Movable):
    """One role asks another for something: what, about what, by when, how it will be accepted."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", pgettext_lazy("request", "Accepted")
        DECLINED = "declined", pgettext_lazy("request", "Declined")
        DELIVERED = "delivered", pgettext_lazy("request", "Delivered")
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")

    MOVES = {
        Status.ASKED: {Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.DELIVERED, Status.DECLINED, Status.WITHDRAWN},
        Status.DECLINED: {Status.ASKED, Status.WITHDRAWN},
        Status.DELIVERED: {Status.CONFIRMED, Status.ACCEPTED},
    }
    WITH_THEM = (Status.ASKED, Status.ACCEPTED)
    WITH_ASKER = (Status.DECLINED, Status.DELIVERED)

    title = models.CharField(_("what"), max_length=200)
    details = models.TextField(_("details"), blank=True)
    accepted_when = models.TextField(
        _("accepted when"), help_text=_("By what one will see that it is what was needed.")
    )
    from_role = models.ForeignKey(
        "team.Role", models.PROTECT, related_name="+", verbose_name=_("asked as")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    to_role = models.ForeignKey(
        "team.Role", models.PROTECT, related_name="+", verbose_name=_("role")
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ASKED)
    due_at = models.DateTimeField(_("by when"))
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer_hours = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Working hours from the question to the first yes or no."),
    )
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    form_key = models.UUIDField(unique=True, editable=False, help_text=_("One sheet, one request."))

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "withdrawn"]) | Q(ended_at__isnull=False),
                name="ended_request_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["delivered", "confirmed"]) | Q(delivered_at__isnull=False),
                name="delivered_request_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=["asked", "accepted"]),
                name="requests_with_them",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="requests_by_subject"),
            models.Index(fields=["answered_at"], name="requests_by_answer"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:request", args=[self.pk])

    # Moves

    def accept(self, *, hours, by, at):
        self._become(self.Status.ACCEPTED, by=by, at=at, to_person=by, **self._answered(hours, at))

    def decline(self, *, why, hours, by, at):
        if not why.strip():
            raise Refusal(_("Say why you decline."))
        self._become(self.Status.DECLINED, by=by, at=at, note=why, **self._answered(hours, at))

    def deliver(self, *, note, by, at):
        self._become(self.Status.DELIVERED, by=by, at=at, note=note, delivered_at=at)

    def confirm(self, *, by, at):
        self._become(self.Status.CONFIRMED, by=by, at=at, ended_at=at)

    def send_back(self, *, why, by, at):
        if not why.strip():
            raise Refusal(_("Say what is missing."))
        self._become(self.Status.ACCEPTED, by=by, at=at, note=why, delivered_at=None)

    def ask_again(self, *, note, by, at):
        self._become(self.Status.ASKED, by=by, at=at, note=note, to_person=None)

    def withdraw(self, *, by, at, why=""):
        self._become(self.Status.WITHDRAWN, by=by, at=at, note=why, ended_at=at)

    def _answered(self, hours, at):
        """The first answer is the one that counts."""
        return {} if self.answered_at else {"answered_at": at, "answer_hours": hours}

    # Questions

    def last_word(self):
        """What was said when it last moved."""
        return self.moves.order_by("-pk").values_list("note", flat=True).first() or ""

    @property
    def is_open(self):
        return self.status in {*self.WITH_THEM, *self.WITH_ASKER}

    @property
    def is_with_them(self):
        return self.status in self.WITH_THEM

    def is_late(self, now):
        return self.is_with_them and self.due_at < now


class RequestMove(Move):
    subject = models.ForeignKey(Request, models.CASCADE, related_name="moves")

    @property
    def words(self):
        """What happened, in a word."""
        moved = (self.came_from, self.became)
        if moved == (Request.Status.DELIVERED, Request.Status.ACCEPTED):
            return pgettext_lazy("request", "Sent back")
        if moved == (Request.Status.DECLINED, Request.Status.ASKED):
            return _("Asked again")
        return Request.Status(self.became).label
