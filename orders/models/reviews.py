from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """What a buyer said of an order, from 1 (bad) to 5 (good)."""

    order = models.ForeignKey(
        "orders.Order", models.CASCADE, related_name="reviews", db_index=False
    )
    external_id = models.CharField(max_length=200)
    score = models.PositiveSmallIntegerField(_("score"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="review_once_per_order"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="score_from_1_to_5"),
        ]
        indexes = [models.Index(fields=["reviewed_at"], name="reviews_by_age")]

    def __str__(self):
        return f"{self.score}/5"
