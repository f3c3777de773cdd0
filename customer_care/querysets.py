"""The situations of what buyers tell us, each named once."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
from config.lib.rights import hats_of
from config.lib.search import matching

LEASE = timedelta(minutes=10)  # how long one who took up a mail may need to send it


class ConversationQuerySet(models.QuerySet):
    """A conversation's situations: the desk lists them, needs react, KPIs count."""

    def running(self):
        """It is our turn: the customer's clocks run."""
        return self.filter(status__in=self.model.RUNNING)

    def unanswered(self):
        """The customer said something and has no answer to it."""
        silent = Q(first_answered_at=None) | Q(update_due_at__isnull=False)
        return self.running().filter(silent)

    def overdue(self, *, now: datetime):
        """A clock of the customer's has run out."""
        return self.filter(due_at__lt=now)

    def waiting_on_role(self, role: str = ""):
        """A colleague of another hat must say something first."""
        asked = self.filter(status=self.model.Status.WAITING_ROLE)
        return asked.filter(waiting_role=role) if role else asked

    def waiting_for_customer(self):
        return self.filter(status=self.model.Status.WAITING_CUSTOMER)

    def undone(self):
        """Neither solved nor closed."""
        return self.filter(status__in=self.model.UNDONE)

    def to_answer(self, *, now: datetime):
        """The queue: our turn, not put to rest, and no answer on its way."""
        leaving = self._messages().pending()
        awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now)
        on_its_way = Exists(leaving.filter(conversation=OuterRef("pk")))
        return self.running().filter(awake).exclude(on_its_way)

    def unassigned(self):
        return self.undone().filter(assignee=None)

    def unreached(self):
        """An answer of ours did not arrive, and nobody has said a word since.

        Another answer, a note of how they were reached, or a word of theirs ends it.
        """
        messages = self._messages()
        lost = messages.undelivered().annotate(lost_at=Coalesce("failed_at", "bounced_at"))
        after = messages.filter(conversation=OuterRef("conversation"), is_automatic=False).filter(
            Q(written_at__gt=OuterRef("lost_at"))
            | Q(kind="out", written_at__gt=OuterRef("written_at"))
        )
        silent = lost.exclude(Exists(after)).values("conversation")
        S = self.model.Status
        return self.exclude(status__in=[S.CLOSED, S.MERGED]).filter(pk__in=silent)

    def to_close(self, *, solved_before: datetime):
        """Solved for long enough, and nobody is still to be reached."""
        unreached = self.model.objects.unreached().values("pk")
        return self.solved_before(solved_before).exclude(pk__in=unreached)

    def solved_before(self, moment: datetime):
        return self.filter(status=self.model.Status.SOLVED, solved_at__lt=moment)

    def by_urgency(self):
        """Whose clock runs out first, first."""
        return self.order_by(F("due_at").asc(nulls_last=True), "pk")

    # What figures count: half-open stretches of time

    def opened_in(self, since: datetime, until: datetime):
        return self.filter(opened_at__gte=since, opened_at__lt=until)

    # Who looks

    def found_by(self, words: str):
        """Conversations whose subject, customer, order or any message has each of these words."""
        asked = matching(words)
        if asked is None:
            return self
        model = self.model
        messages = self._messages().filter(search=asked)
        by_head = model.objects.filter(search=asked).values("pk")
        return self.filter(pk__in=by_head.union(messages.values("conversation_id")))

    def visible_to(self, user):
        """All of them, or those handed to a person, or to a hat the person wears."""
        if user.has_perm("customer_care.view_conversation"):
            return self
        own = get_objects_for_user(user, "customer_care.view_conversation", klass=self.model)
        asked = self.model.objects.waiting_on_role().filter(waiting_role__in=hats_of(user))
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=asked.values("pk")))

    def _messages(self):
        return self.model._meta.get_field("messages").related_model.objects


class MessageQuerySet(models.QuerySet):
    def pending(self):
        """Answers on their way out: they may still be taken back, or are being sent."""
        return self.filter(kind="out", sent_at=None, failed_at=None)

    def to_send(self, *, now: datetime):
        """Answers whose moment has come and which nobody is sending."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
        return self.pending().filter(free, send_at__lte=now)

    def undelivered(self):
        """Answers that did not reach the customer."""
        return self.filter(Q(failed_at__isnull=False) | Q(bounced_at__isnull=False), kind="out")


class LetterQuerySet(models.QuerySet):
    def to_read(self):
        """Stored as they came, and not understood yet."""
        return self.filter(status=self.model.Status.RECEIVED)

    def unread(self):
        """What a person must look at: nobody could make a message of it."""
        return self.filter(status=self.model.Status.REJECTED)


class ReadyQuerySet(AboutQuerySet):
    """What is ready, some of it for one record."""

    def active(self):
        return self.filter(is_active=True)


class KnowledgeQuerySet(ReadyQuerySet):
    def in_time(self, moment: datetime):
        """Notes that hold at a moment."""
        begun = Q(from_at=None) | Q(from_at__lte=moment)
        return self.active().filter(begun, Q(until_at=None) | Q(until_at__gt=moment))
