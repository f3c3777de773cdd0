"""Asking for a campaign's texts, writing them, approving them."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal
from roles.team import eyes
from roles.web_writer import limits
from roles.web_writer.actions.drafts import WROTE
from roles.web_writer.models import Copy
from roles.web_writer.models.copies import VARIANTS


class StaleCopy(Refusal):
    """Somebody saved meanwhile. Both texts are there: the writer chooses."""

    def __init__(self, copy):
        self.copy = copy
        who = copy.saved_by or _("Somebody")
        super().__init__(_("%(who)s saved this text meanwhile.") % {"who": who})


def ask_for_copy(
    subject: Model,
    *,
    medium: str,
    language: str,
    due_at: datetime,
    at: datetime,
    brief: str = "",
    by=None,
) -> Copy:
    """The text of a record in a medium and a language. Asked twice it is the same one; while
    nobody has approved it, it is due when it was asked for last."""
    copy, is_new = _variant(
        subject, medium, language, VARIANTS[0], brief=brief, due_at=due_at, at=at, by=by
    )
    if not is_new and copy.status in Copy.OPEN and copy.due_at != due_at:
        copy.due_at = due_at
        copy.save(update_fields=["due_at"])
    return copy


def _variant(subject, medium, language, letter, *, brief, due_at, at, by):
    return Copy.objects.wanted().get_or_create(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        medium=medium,
        language=language,
        variant=letter,
        defaults={
            "about": str(subject)[:300],
            "brief": brief,
            "due_at": due_at,
            "asked_at": at,
            "asked_by": by,
        },
    )


@transaction.atomic
def add_variant(copy: Copy, *, by, at: datetime) -> Copy:
    """Another way to say it, to be tried against the others."""
    taken = Copy.objects.wanted().filter(
        subject_type=copy.subject_type_id,
        subject_id=copy.subject_id,
        medium=copy.medium,
        language=copy.language,
    )
    letters = set(taken.values_list("variant", flat=True))
    free = next((letter for letter in VARIANTS if letter not in letters), None)
    if free is None:
        raise Refusal(_("There are %(most)s variants already.") % {"most": len(VARIANTS)})
    brief = {"brief": copy.brief, "due_at": copy.due_at}
    return _variant(copy.subject, copy.medium, copy.language, free, **brief, by=by, at=at)[0]


@transaction.atomic
def save_copy(copy: Copy, *, version: int, words: dict[str, str], by, at: datetime) -> Copy:
    """Keep what was written, unless somebody saved after the writer last looked."""
    held = Copy.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=copy.pk)
    if held.status == Copy.Status.SUBMITTED:
        raise Refusal(_("This text waits for approval. Take it back to change it."))
    if not held.is_editable():
        raise Refusal(_("Nothing is to be written here any more."))
    if held.words == words:
        return held
    if held.version != version:
        raise StaleCopy(held)
    changes = {"words": words, "version": F("version") + 1, "saved_at": at, "saved_by": by}
    Copy.objects.filter(pk=held.pk).update(**changes)
    held.writers.add(by)
    held.refresh_from_db()
    return held


@transaction.atomic
def submit_copy(copy: Copy, *, by, at: datetime) -> None:
    """The text is ready for a second pair of eyes; what it lacks keeps it here."""
    held = Copy.objects.select_for_update().get(pk=copy.pk)
    lacks = limits.missing(held.medium, held.words)
    if lacks:
        titles = {field.key: field.title for field in limits.of(held.medium)}
        raise Refusal(" ".join(f"{titles[key]}: {what}" for key, what in lacks.items()))
    held.submit(by=by, at=at)


def approve_copy(copy: Copy, *, version: int, by, at: datetime) -> None:
    """The text may be used, as it was read. Whoever wrote it reads it another day."""
    with transaction.atomic():
        comes_back_at = eyes.approve(_as_read(copy, version), by=by, at=at, words=WROTE)
    eyes.refuse_until(comes_back_at, words=WROTE)


@transaction.atomic
def send_copy_back(copy: Copy, *, version: int, note: str, by, at: datetime) -> None:
    """The text goes back to its writer, with what to change."""
    _as_read(copy, version).request_changes(note=note, by=by, at=at)


def _as_read(copy, version) -> Copy:
    held = Copy.objects.select_for_update().get(pk=copy.pk)
    if held.version != version:
        raise Refusal(_("The text was changed since you opened it. Read it again."))
    return held
