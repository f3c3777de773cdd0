from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics import showing
from analytics.kpis import BY_KEY
from analytics.querysets import AlarmQuerySet, TargetQuerySet, WithChannel
from analytics.sources import News


class Measurement(models.Model):
    """What one KPI was on one business day, on one channel, for one value of one dimension.

    A ratio is kept as its two amounts, so that days, channels and values add up. Money is kept as
    charged, in `currency`, and beside it in the shop's currency (empty when a rate was not known).
    """

    kpi = models.CharField(max_length=80)
    day = models.DateField()
    channel = models.ForeignKey("catalog.Channel", models.CASCADE, null=True, related_name="+")
    dimension = models.CharField(max_length=20, blank=True)  # empty: the channel's total
    value = models.CharField(max_length=500, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=6)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    numerator_in_shop = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    denominator_in_shop = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    version = models.PositiveSmallIntegerField()
    measured_at = models.DateTimeField()
    restated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        permissions = [("run_night", "Can run the night")]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "dimension", "day", "channel", "value", "currency"],
                nulls_distinct=False,
                name="one_measurement_per_day_and_value",
            )
        ]
        indexes = [
            models.Index(  # the board reads years of totals from the index alone
                fields=["kpi", "day"],
                include=[
                    "channel",
                    "currency",
                    "numerator",
                    "denominator",
                    "numerator_in_shop",
                    "denominator_in_shop",
                ],
                condition=Q(dimension=""),
                name="totals_by_day",
            )
        ]

    def __str__(self):
        return f"{self.kpi} {self.day}"


class MonthTotal(models.Model):
    """What a flow added up to over one month on one channel: years are read from these.

    The night writes it with the days it is made of, in the same transaction.
    """

    kpi = models.CharField(max_length=80)
    month = models.DateField()  # its first day
    channel = models.ForeignKey("catalog.Channel", models.CASCADE, null=True, related_name="+")
    currency = models.CharField(max_length=3, blank=True)
    numerator = models.DecimalField(max_digits=26, decimal_places=6)
    denominator = models.DecimalField(max_digits=26, decimal_places=6, null=True)
    numerator_in_shop = models.DecimalField(max_digits=26, decimal_places=6, null=True)
    denominator_in_shop = models.DecimalField(max_digits=26, decimal_places=6, null=True)

    class Meta:
        verbose_name = _("month's total")
        verbose_name_plural = _("months' totals")
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "month", "channel", "currency"],
                nulls_distinct=False,
                name="one_total_per_month",
            )
        ]

    def __str__(self):
        return f"{self.kpi} {self.month:%Y-%m}"


class Target(models.Model):
    """What a KPI should be over a stretch of time, and how far off it may be before it rings."""

    kpi = models.CharField(_("KPI"), max_length=80)
    channel = models.ForeignKey(
        "catalog.Channel",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("channel"),
    )
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"), null=True, blank=True)
    value = models.DecimalField(
        _("target per day"),
        max_digits=20,
        decimal_places=6,
        help_text=_("A share as 0.95, for 95 %."),
    )
    lowest = models.DecimalField(
        _("alarm below"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    highest = models.DecimalField(
        _("alarm above"), max_digits=20, decimal_places=6, null=True, blank=True
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=models.F("from_date")),
                name="target_ends_after_start",
            )
        ]

    def __str__(self):
        return f"{self.kpi}: {self.value}"


class Night(models.Model):
    """One run over a span of days: what it measured, how long it took, what came late."""

    from_date = models.DateField()
    to_date = models.DateField()  # included
    business_day = models.DateField(
        null=True, unique=True
    )  # the scheduled night's day; empty: by hand
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey("team.User", models.SET_NULL, null=True, related_name="+")
    sources = models.JSONField(default=list)  # what came last from each channel, and what is late

    class Meta:
        verbose_name = _("night")
        verbose_name_plural = _("nights")
        indexes = [models.Index(fields=["-started_at"], name="nights_by_age")]

    def __str__(self):
        return f"{self.from_date} – {self.to_date}"

    def get_absolute_url(self):
        return reverse("analytics:night", args=[self.pk])

    @property
    def news(self):
        return [News(**each) for each in self.sources]

    @property
    def late_sources(self):
        """What had not come when the night ended."""
        return [news for news in self.news if news.is_late]


class NightPart(models.Model):
    """One KPI's share of a night. Whoever finds it unfinished may take it up again."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="parts")
    kpi = models.CharField(max_length=80)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often somebody began it
    rows = models.PositiveIntegerField(null=True)
    restated = models.PositiveIntegerField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["night", "kpi"], name="one_part_per_kpi_and_night")
        ]

    def __str__(self):
        return f"{self.kpi} ({self.night})"

    @property
    def seconds(self):
        """How long it took, once it is done."""
        began, ended = self.started_at, self.ended_at
        return (ended - began).total_seconds() if began and ended else None


class Alarm(models.Model):
    """A KPI was out of bounds on a day, until a later day brings it back.

    Without a value: the evening was missed, and what stood then can no longer be seen.
    """

    kpi = models.CharField(max_length=80)
    channel = models.ForeignKey("catalog.Channel", models.CASCADE, null=True, related_name="+")
    since = models.DateField()
    last_day = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    expected = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    lowest = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    highest = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    owner = models.ForeignKey("team.Role", models.PROTECT, related_name="+")
    rang_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = WithChannel.from_queryset(AlarmQuerySet)()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        base_manager_name = "objects"  # by which a task finds what it is about
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "channel"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_ringing_alarm_per_kpi",
            )
        ]

    def __str__(self):
        kpi = BY_KEY.get(self.kpi)
        what = str(kpi.title) if kpi else self.kpi
        return f"{what} · {self.channel}" if self.channel else what

    def get_absolute_url(self):
        return reverse("analytics:kpi", args=[self.kpi])

    @property
    def said(self):
        """The figure beside what was expected, in the words of its unit."""
        kpi = BY_KEY.get(self.kpi)
        if kpi is None:
            return ""
        if self.value is None:
            return _("the evening was missed")
        currency = self.channel.currency if kpi.is_money and self.channel else ""
        value, usual = (showing.said(kpi, each, currency) for each in (self.value, self.expected))
        return _("%(value)s, expected %(usual)s") % {"value": value, "usual": usual}
