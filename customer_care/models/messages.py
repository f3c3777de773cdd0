"""One thing said, by the customer, by us, or among ourselves."""

from pathlib import PurePath

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.search import searchable
from customer_care.mail import split_quote
from customer_care.models.conversations import Conversation
from customer_care.querysets import MessageQuerySet


class Message(models.Model):
    """One mail in, one answer out, or one note that no customer ever sees."""

    class Kind(models.TextChoices):
        IN = "in", _("From the customer")
        OUT = "out", _("Our answer")
        NOTE = "note", _("Internal note")

    class Then(models.TextChoices):
        WAIT = "wait", _("and wait for the customer")
        SOLVE = "solve", _("and solve")
        KEEP = "keep", _("and keep it open")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, help_text=_("Made safe when it was taken in."))
    written_at = models.DateTimeField(_("written at"))
    message_id = models.CharField(max_length=255, blank=True)
    letter = models.OneToOneField(
        "customer_care.Letter", models.PROTECT, null=True, blank=True, related_name="message"
    )
    is_automatic = models.BooleanField(_("automatic"), default=False)

    # An answer on its way
    then = models.CharField(max_length=5, choices=Then, blank=True)
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text=_("One form, one answer.")
    )
    looked_at = models.DateTimeField(null=True, blank=True)  # when its author began to read
    send_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    search = searchable("text", "name", "email", is_long=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="one_message_per_id"
            ),
            models.CheckConstraint(
                condition=~Q(kind="out") | Q(send_at__isnull=False), name="answer_has_its_moment"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="message_search"),
            models.Index(fields=["conversation", "written_at", "id"], name="messages_in_order"),
            models.Index(
                fields=["send_at"],
                condition=Q(kind="out", sent_at=None, failed_at=None),
                name="messages_to_send",
            ),
            models.Index(fields=["sent_at"], condition=Q(kind="out"), name="care_answers_by_age"),
            models.Index(
                fields=["conversation"],
                condition=Q(kind="out")
                & (Q(failed_at__isnull=False) | Q(bounced_at__isnull=False)),
                name="care_answers_lost",
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def fresh(self) -> str:
        """What is newly said, without the mail it answers."""
        return split_quote(self.text)[0]

    @property
    def quoted(self) -> str:
        return split_quote(self.text)[1]

    def is_pending(self) -> bool:
        return self.kind == self.Kind.OUT and not self.sent_at and not self.failed_at


class Attachment(models.Model):
    """A file that came with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="attachments/%Y/%m", max_length=300, blank=True)
    trouble = models.CharField(max_length=200, blank=True)  # why it was left in the original

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("customer_care:attachment", args=[self.pk])

    @property
    def suffix(self):
        return PurePath(self.name).suffix.lower()


class Look(models.Model):
    """Somebody has a conversation open, since when, and whether they are writing."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_typing = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "person"], name="one_look_per_conversation"
            )
        ]

    def __str__(self):
        return str(self.person)
