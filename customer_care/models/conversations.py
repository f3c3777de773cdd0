"""What a customer and the shop say to each other about one thing."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from config.lib.search import searchable
from config.lib.states import Movable, Move
from customer_care.querysets import ConversationQuerySet

RUNNING = ("new", "open", "waiting_role")
FOR_NOBODY = {"waiting_role": "", "waiting_why": "", "waiting_since": None, "role_due_at": None}


class Conversation(Movable):
    """A customer's concern, from its first word until it is solved."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("conversation", "New")
        OPEN = "open", _("Open")
        WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
        WAITING_ROLE = "waiting_role", _("Waiting for a colleague")
        SOLVED = "solved", _("Solved")
        CLOSED = "closed", _("Closed")
        MERGED = "merged", _("Merged")

    class Medium(models.TextChoices):
        MAIL = "mail", _("E-mail")
        FORM = "form", _("Contact form")
        PHONE = "phone", _("Phone")
        CHAT = "chat", _("Chat")

    RUNNING = RUNNING
    UNDONE = (*RUNNING, "waiting_customer")
    _EVERYWHERE = {
        Status.OPEN,
        Status.WAITING_CUSTOMER,
        Status.WAITING_ROLE,
        Status.SOLVED,
        Status.MERGED,
    }
    MOVES = {
        Status.NEW: _EVERYWHERE,
        Status.OPEN: _EVERYWHERE - {Status.OPEN},
        Status.WAITING_CUSTOMER: _EVERYWHERE - {Status.WAITING_CUSTOMER},
        Status.WAITING_ROLE: _EVERYWHERE,
        Status.SOLVED: {Status.OPEN, Status.CLOSED, Status.MERGED},
    }

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    medium = models.CharField(_("came by"), max_length=10, choices=Medium, default=Medium.MAIL)
    language = models.CharField(_("language"), max_length=2, blank=True)
    customer = models.ForeignKey(
        "orders.Customer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("customer"),
    )
    order = models.ForeignKey(
        "orders.Order",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("order"),
    )
    channel = models.ForeignKey(
        "catalog.Channel",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("channel"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    waiting_role = models.SlugField(_("waits for"), max_length=40, blank=True)
    waiting_why = models.TextField(_("what for"), blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )

    opened_at = models.DateTimeField(_("opened at"))
    heard_at = models.DateTimeField(_("the customer last wrote"))
    last_at = models.DateTimeField(_("last message"))
    first_answer_due_at = models.DateTimeField(_("first answer due"), null=True, blank=True)
    first_answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    update_due_at = models.DateTimeField(_("next answer due"), null=True, blank=True)
    solution_due_at = models.DateTimeField(_("solution due"), null=True, blank=True)
    solution_left = models.DurationField(null=True, blank=True)  # working time, while it stands
    role_due_at = models.DateTimeField(_("colleague's answer due"), null=True, blank=True)
    solved_at = models.DateTimeField(_("solved at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    times_reopened = models.PositiveSmallIntegerField(_("reopened"), default=0)

    due_at = models.GeneratedField(  # the customer's next clock to run out
        expression=Case(
            When(
                Q(status__in=RUNNING),
                then=Least(
                    Case(When(first_answered_at=None, then=F("first_answer_due_at"))),
                    F("update_due_at"),
                    F("solution_due_at"),
                ),
            ),
            default=None,
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    search = searchable("subject", "name", "email")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        permissions = [
            ("answer_conversation", "Can answer customers"),
            ("assign_conversation", "Can hand out conversations"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="waiting_role") | ~Q(waiting_role=""),
                name="conversation_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["solved", "closed"]) | Q(solved_at__isnull=False),
                name="solved_conversation_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
                name="merged_conversation_names_the_other",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="conversation_search"),
            models.Index(fields=["-last_at", "-id"], name="conversations_by_age"),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(status__in=RUNNING),
                name="conversations_by_due",
            ),
            models.Index(
                fields=["role_due_at"],
                condition=Q(status="waiting_role"),
                name="conversations_awaiting_role",
            ),
            models.Index(
                fields=["assignee", "due_at"],
                condition=Q(status__in=[*RUNNING, "waiting_customer"]),
                name="conversations_by_assignee",
            ),
            models.Index(fields=["email", "-last_at"], name="conversations_by_email"),
            models.Index(
                fields=["solved_at"], condition=Q(status="solved"), name="conversations_to_close"
            ),
            models.Index(fields=["opened_at"], name="conversations_by_opening"),
        ]

    def __str__(self):
        return self.subject or gettext("Conversation %(number)s") % {"number": self.pk}

    def get_absolute_url(self):
        return reverse("customer_care:conversation", args=[self.pk])

    # Moves

    def open(self, *, by, at, note="", **changes):
        """It is our turn: whoever waited for whom, nobody waits any more."""
        self._become(self.Status.OPEN, by=by, at=at, note=note, **FOR_NOBODY | changes)

    def wait_for_customer(self, *, by, at, **changes):
        self._become(self.Status.WAITING_CUSTOMER, by=by, at=at, **FOR_NOBODY | changes)

    def wait_for_role(self, *, role, why, by, at, **changes):
        self._become(
            self.Status.WAITING_ROLE,
            by=by,
            at=at,
            note=why,
            waiting_role=role,
            waiting_why=why,
            **changes,
        )

    def solve(self, *, by, at, **changes):
        self._become(self.Status.SOLVED, by=by, at=at, **FOR_NOBODY | changes)

    def close(self, *, by, at, **changes):
        self._become(self.Status.CLOSED, by=by, at=at, closed_at=at, **changes)

    def merge(self, into, *, by, at, **changes):
        self._become(self.Status.MERGED, by=by, at=at, merged_into=into, **changes)

    # Questions

    def is_running(self) -> bool:
        return self.status in self.RUNNING

    def is_undone(self) -> bool:
        return self.status in self.UNDONE

    def token(self) -> str:
        """What a mail's subject may carry so that its answer finds the way back here."""
        return f"[#{self.pk}-{_signature(self.pk)}]"

    @classmethod
    def named_by(cls, pk: str, signature: str):
        """The conversation of a token, if the token is one of ours."""
        if not constant_time_compare(signature.lower(), _signature(pk)):
            return None
        return cls.objects.filter(pk=pk).first()

    def is_strangers_order(self) -> bool:
        """Whether the one who writes is not known as the buyer of the order talked about."""
        if not self.order or not self.email:
            return False
        known = {
            self.order.buyer_email.lower(),
            self.customer.email.lower() if self.customer else "",
        }
        return self.email.lower() not in known


class ConversationMove(Move):
    subject = models.ForeignKey(Conversation, models.CASCADE, related_name="moves")


def _signature(pk) -> str:
    return salted_hmac("customer_care.token", str(pk)).hexdigest()[:8]
