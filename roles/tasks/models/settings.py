"""What the shop decides about a need, without code."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roles.tasks.models.tasks import Task


class NeedSetting(models.Model):
    """How a need is met here: on or off, how soon, by whom, and what to do. The *when* is code."""

    class Assignment(models.TextChoices):
        QUEUE = "queue", _("To the role's queue")
        LOAD = "load", _("To who has the fewest open hours")

    key = models.SlugField(max_length=80, unique=True, editable=False)
    title = models.CharField(max_length=200, editable=False, default="")
    is_on = models.BooleanField(_("on"), default=True)
    due_in_hours = models.PositiveSmallIntegerField(
        _("due in (working hours)"), null=True, blank=True
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Task.Priority, null=True, blank=True
    )
    assignment = models.CharField(
        _("assignment"), max_length=10, choices=Assignment, default=Assignment.QUEUE
    )
    how = models.TextField(_("what to do"), blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self):
        return gettext(self.title) if self.title else self.key

    @classmethod
    def of(cls, need) -> "NeedSetting":
        """A need's row, made the first time anybody looks."""
        found = cls.objects.filter(key=need.key).first()
        return (
            found
            or cls.objects.get_or_create(
                key=need.key, defaults={"title": need.source(need.title)[:200]}
            )[0]
        )
