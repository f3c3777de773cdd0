"""What customer care has ready: answers to send, things to know, and what it promises."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customer_care import blanks
from customer_care.clocks import Pace
from customer_care.querysets import KnowledgeQuerySet, ReadyQuerySet


def known_blanks(text):
    """A blank that nobody can fill is refused where it is written."""
    if strange := blanks.strange(text):
        raise ValidationError(
            _("Nobody can fill %(strange)s. There are: %(known)s."),
            params={
                "strange": ", ".join(map(blanks.written, strange)),
                "known": ", ".join(map(blanks.written, blanks.KNOWN)),
            },
        )


class About(models.Model):
    """A row that may be about a record of an app above, such as a campaign."""

    subject_type = models.ForeignKey(
        ContentType, models.CASCADE, null=True, blank=True, related_name="+"
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class CannedAnswer(About):
    """An answer written once, with blanks that each conversation fills."""

    text = models.TextField(
        _("text"),
        max_length=10_000,
        validators=[known_blanks],
        help_text=_("Blanks to fill: {{customer}}, {{order}}, {{tracking}} …"),
    )
    times_used = models.PositiveIntegerField(_("used"), default=0, editable=False)

    objects = ReadyQuerySet.as_manager()

    class Meta:
        verbose_name = _("canned answer")
        verbose_name_plural = _("canned answers")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "language", "subject_type", "subject_id"],
                name="one_canned_answer_per_title",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="canned_by_subject")]

    def get_absolute_url(self):
        return reverse("customer_care:canned_answer", args=[self.pk])


class KnowledgeNote(About):
    """What one must know to answer: shown beside the conversations it fits."""

    text = models.TextField(_("text"), max_length=20_000)
    from_at = models.DateTimeField(_("holds from"), null=True, blank=True)
    until_at = models.DateTimeField(_("holds until"), null=True, blank=True)
    codes = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("coupons"),
        default=list,
        blank=True,
        help_text=_("Shown where one of these was used or is written about. With commas."),
    )
    products = models.ManyToManyField(
        "catalog.Product", blank=True, related_name="+", verbose_name=_("products")
    )

    objects = KnowledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge note")
        verbose_name_plural = _("knowledge notes")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "language", "subject_type", "subject_id"],
                name="one_knowledge_note_per_title",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(from_at=None) | Q(until_at=None) | Q(until_at__gt=models.F("from_at")),
                name="knowledge_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="knowledge_by_subject")]

    def get_absolute_url(self):
        return reverse("customer_care:note_page", args=[self.pk])


def hours(name, default):
    return models.DecimalField(
        name, max_digits=6, decimal_places=2, default=default, validators=[MinValueValidator(0)]
    )


class CareSetting(models.Model):
    """What customer care promises, in working hours, and how long an answer takes it."""

    ONLY = 1

    first_answer_hours = hours(_("first answer within (hours)"), 4)
    update_hours = hours(_("each further answer within (hours)"), 8)
    solution_hours = hours(_("solution within (hours)"), 24)
    role_hours = hours(_("a colleague answers within (hours)"), 4)
    closes_after_days = models.PositiveSmallIntegerField(_("closed so many days solved"), default=7)
    handling_minutes = models.DecimalField(
        _("minutes per contact"),
        max_digits=5,
        decimal_places=1,
        default=9,
        validators=[MinValueValidator(0)],
        help_text=_("Until there are enough answers to measure it."),
    )
    signature = models.TextField(_("signature"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("customer care's promises")
        verbose_name_plural = _("customer care's promises")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_care_setting")]

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "CareSetting":
        """The shop's row; a shop nobody has set up yet has the defaults."""
        return cls.objects.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY)

    def pace(self, calendar) -> Pace:
        return Pace(
            calendar=calendar,
            first_answer_hours=float(self.first_answer_hours),
            update_hours=float(self.update_hours),
            solution_hours=float(self.solution_hours),
            role_hours=float(self.role_hours),
        )
