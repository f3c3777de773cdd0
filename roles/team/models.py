from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.clock import WEEKDAYS, is_time_zone
from config.templatetags.regia import day
from roles.team.querysets import RoleQuerySet, UserQuerySet


def known_time_zone(name):
    if not is_time_zone(name):
        raise ValidationError(_("“%(name)s” is no time zone."), params={"name": name})


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        """Who sets the shop up. Until they choose a language, their browser’s counts."""
        rights = {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **rights, **{"language": "", **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the team, or an outsider who was handed some of its work."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="it"
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[known_time_zone],
        help_text=_("Empty: the shop's."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may set up the shop"), default=False)
    wants_digest = models.BooleanField(_("morning e-mail"), default=True)
    wants_compact = models.BooleanField(_("compact tables"), default=False)
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_absolute_url(self):
        return reverse("team:person", args=[self.pk])

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.email

    @staticmethod
    def hats(**which) -> dict[str, str]:
        """What the shop calls its hats, by their keys."""
        return {role.key: role.name for role in Role.objects.filter(**which).order_by("pk")}

    @property
    def initials(self):
        words = (self.name or self.email).split()
        return "".join(word[0] for word in words[:2]).upper()


class Role(models.Model):
    """A hat. Needs name the built-in ones by key; a shop may rename them, and add its own."""

    COORDINATOR = "coordinator"
    WEB_WRITER = "web_writer"
    GRAPHIC_DESIGNER = "graphic_designer"
    WEBMASTER = "webmaster"
    MARKETING = "marketing"
    CUSTOMER_CARE = "customer_care"
    WAREHOUSE = "warehouse"
    PURCHASING = "purchasing"
    ACCOUNTING = "accounting"
    MARKETPLACES = "marketplaces"
    SEO = "seo"
    ANALYST = "analyst"
    HELP_DESK = "help_desk"
    ADMINISTRATOR = "administrator"
    BUILT_IN = {
        COORDINATOR: _("Coordinator"),
        WEB_WRITER: _("Web writer"),
        GRAPHIC_DESIGNER: _("Graphic designer"),
        WEBMASTER: _("Webmaster"),
        MARKETING: _("Marketing"),
        CUSTOMER_CARE: _("Customer care"),
        WAREHOUSE: _("Warehouse"),
        PURCHASING: _("Purchasing"),
        ACCOUNTING: _("Accounting"),
        MARKETPLACES: _("Marketplace manager"),
        SEO: _("SEO"),
        ANALYST: _("Analyst"),
        HELP_DESK: _("Help desk"),
        ADMINISTRATOR: _("Set-up"),
    }

    key = models.SlugField(_("key"), max_length=40, unique=True)
    given_name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the usual name, in the reader's language."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )
    group = models.OneToOneField(Group, models.PROTECT, related_name="+", editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What the shop calls this hat, or its usual name in the reader's language."""
        return self.given_name or str(self.BUILT_IN.get(self.key, self.key))


class Membership(models.Model):
    """Somebody wears a hat."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.ForeignKey(
        Role, models.CASCADE, related_name="memberships", verbose_name=_("role")
    )

    class Meta:
        verbose_name = _("hat")
        verbose_name_plural = _("hats")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_membership_per_role")
        ]

    def __str__(self):
        return f"{self.user}: {self.role}"


class WorkingHours(models.Model):
    """When somebody works on a weekday. Nobody's hours: the shop's."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="work_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="weekday_of_the_week"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class Absence(models.Model):
    """Days on which somebody is not in, both ends included."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        SICK = "sick", _("Sick")
        OTHER = "other", _("Other")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HOLIDAY)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="absence_ends_after_start"
            )
        ]

    def __str__(self):
        return f"{self.user}: {day(self.from_date)} – {day(self.to_date)}"
