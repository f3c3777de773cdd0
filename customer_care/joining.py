"""Two conversations about one concern become one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal
from customer_care import clocks
from customer_care.actions import Changed, change, pace
from customer_care.models import Conversation


@transaction.atomic
def merge(
    conversation: Conversation, *, into: Conversation, version: int, by, at: datetime
) -> None:
    """The same concern was told twice: its messages go over, and the earlier clock counts."""
    if conversation.pk == into.pk:
        raise Refusal(_("A conversation cannot be merged with itself."))
    pair = Conversation.objects.filter(pk__in=[conversation.pk, into.pk])
    rows = {row.pk: row for row in pair.select_for_update(of=("self",)).order_by("pk")}
    source, target = rows[conversation.pk], rows[into.pk]
    if source.version != version:
        raise Changed(source, 0)
    if not target.is_undone() and target.status != Conversation.Status.SOLVED:
        raise Refusal(_("The other conversation is over."))
    if source.messages.pending().exists():  # it would follow the merge to another address
        raise Refusal(_("An answer is leaving: wait until it has gone."))
    was_running, silent_since = source.is_running(), source.update_due_at
    source.messages.update(conversation=target)
    source.merge(target, by=by, at=at, update_due_at=None)
    change(source)
    if was_running and not target.is_running():
        target.open(by=by, at=at, solved_at=None, **clocks.go_on(target, pace(), at=at))
    change(target, **_joined(source, target, silent_since))


def _joined(source, target, silent_since) -> dict:
    """What the one that stays takes over from the other."""
    waits = [moment for moment in (silent_since, target.update_due_at) if moment]
    answers = [m for m in (source.first_answer_due_at, target.first_answer_due_at) if m]
    return {
        "opened_at": min(source.opened_at, target.opened_at),
        "heard_at": max(source.heard_at, target.heard_at),
        "last_at": max(source.last_at, target.last_at),
        "update_due_at": min(waits, default=None),
        "first_answer_due_at": min(answers, default=None),
        "order": target.order or source.order,
        "customer": target.customer or source.customer,
        "channel": target.channel or source.channel,
    }
