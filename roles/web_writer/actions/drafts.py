"""Writing a product's text, sending it to approval, approving it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalog import actions as catalog
from catalog.models import Product, ProductText
from config.lib.refusals import Refusal
from config.templatetags.regia import upcoming
from roles.team import eyes
from roles.web_writer import checks
from roles.web_writer.models import Draft


class Stale(Refusal):
    """Somebody saved meanwhile. Both texts are there: the writer chooses."""

    def __init__(self, draft):
        self.draft = draft
        who = draft.saved_by or _("Somebody")
        super().__init__(_("%(who)s saved this text meanwhile.") % {"who": who})


def begin(product: Product, *, language: str, by, at: datetime) -> Draft:
    """The one open draft of a product in a language; a new one starts from today's text."""
    return _open(product, language, words=words_today(product, language), by=by, at=at)[0]


def words_today(product: Product, language: str) -> dict[str, str]:
    """What the catalogue says now, as the start of a draft."""
    text = ProductText.objects.filter(product=product, language=language).first()
    return {
        "title": text.title if text else "",
        "body": text.body if text else "",
        "meta_description": text.meta_description if text else "",
        "keyword": "",
    }


def _open(product, language, *, words, by, at):
    draft, is_new = Draft.objects.get_or_create(
        product=product,
        language=language,
        status__in=Draft.OPEN,
        defaults={**words, "author": by, "begun_at": at, "saved_at": at, "saved_by": by},
    )
    if is_new and by:
        draft.writers.add(by)
    return draft, is_new


@transaction.atomic
def save(
    product: Product, *, language: str, version: int, words: dict[str, str], by, at: datetime
) -> Draft:
    """Keep what was written, unless somebody saved after the writer last looked.

    Version 0 is a page on which nothing was saved yet.
    """
    if not version:
        draft, is_new = _open(product, language, words=words, by=by, at=at)
        if is_new:
            return draft
    open_drafts = Draft.objects.open().filter(product=product, language=language)
    draft = open_drafts.select_for_update(of=("self",)).select_related("saved_by").first()
    _refuse_unless_editable(draft)
    if draft.words() == words:
        return draft
    if draft.version != version:
        raise Stale(draft)
    changes = {**words, "version": F("version") + 1, "saved_at": at, "saved_by": by}
    Draft.objects.filter(pk=draft.pk).update(**changes)
    draft.writers.add(by)
    draft.refresh_from_db()
    return draft


def _refuse_unless_editable(draft):
    if draft is None:
        raise Refusal(_("This text was approved meanwhile. Open the page again to write the next."))
    if not draft.is_editable():
        raise Refusal(_("This text waits for approval. Take it back to change it."))


@transaction.atomic
def throw_away(draft: Draft, *, version: int, by, at: datetime) -> None:
    """Nothing of it goes to the shop. Never what somebody wrote after one last looked."""
    _hold_as_read(draft, version).throw_away(by=by, at=at)


@transaction.atomic
def submit(draft: Draft, *, by, at: datetime) -> None:
    """The text is ready for a second pair of eyes; what it lacks keeps it here."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    lacks = checks.missing(draft.words())
    if lacks:
        raise Refusal(" ".join(lacks.values()))
    draft.submit(by=by, at=at)


def approve(draft: Draft, *, version: int, by, at: datetime) -> None:
    """The text falls into the catalogue, as it was read. Whoever wrote it reads it another day."""
    comes_back_at = _approve(draft, version=version, by=by, at=at)
    if comes_back_at:  # kept, though refused: the text rests until then
        raise Refusal(
            _("You wrote this text and nobody else may approve it: come back to it on %(moment)s.")
            % {"moment": upcoming(comes_back_at)}
        )


@transaction.atomic
def _approve(draft, *, version, by, at) -> datetime | None:
    """Approve, unless the second look is on another day: then from when on."""
    held = _hold_as_read(draft, version)
    is_own = held.author_id == by.pk or held.writers.filter(pk=by.pk).exists()
    if is_own and (comes_back_at := _second_look(held, by=by, at=at)):
        return comes_back_at
    note = _("Approved by who wrote it, on another day: nobody else may approve.")
    held.approve(by=by, at=at, note=note if is_own else "")
    catalog.set_copy(
        held.product,
        language=held.language,
        title=held.title,
        body=held.body,
        meta_description=held.meta_description,
        by=by,
        at=at,
    )
    return None


@transaction.atomic
def request_changes(draft: Draft, *, version: int, note: str, by, at: datetime) -> None:
    """The text goes back to its writer, with what to change."""
    _hold_as_read(draft, version).request_changes(note=note, by=by, at=at)


def _hold_as_read(draft, version) -> Draft:
    held = Draft.objects.select_for_update(of=("self",)).select_related("product").get(pk=draft.pk)
    if held.version != version:
        raise Refusal(_("The text was changed since you opened it. Read it again."))
    return held


def _second_look(draft, *, by, at) -> datetime | None:
    """Four eyes: who wrote may not approve. Where nobody else could, only on a day after asking."""
    if others_who_approve(draft, by=by).exists():
        raise Refusal(_("You wrote this text: somebody else must approve it."))
    if draft.status != Draft.Status.SUBMITTED:
        return None
    if draft.second_look_at is None:
        comes_back_at = eyes.second_look_at(by, at)
        Draft.objects.filter(pk=draft.pk).update(second_look_at=comes_back_at)
        return comes_back_at
    return draft.second_look_at if at < draft.second_look_at else None


def others_who_approve(draft: Draft, *, by):
    """People who could approve this text with fresh eyes."""
    writers = draft.writers.values_list("pk", flat=True)
    return eyes.others_who_may("web_writer.approve_draft", than=[by.pk, *writers])
