"""Writing a product's text, sending it to approval, approving it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import actions as catalog
from catalog.models import Product, ProductText
from config.lib.refusals import Refusal
from roles.team import eyes
from roles.web_writer import checks
from roles.web_writer.models import Draft

WROTE = eyes.Words(
    somebody_else=gettext_lazy("You wrote this text: somebody else must approve it."),
    come_back=gettext_lazy(
        "You wrote this text and nobody else may approve it: come back to it on %(moment)s."
    ),
    note=gettext_lazy("Approved by who wrote it, on another day: nobody else may approve."),
)


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
    with transaction.atomic():
        held = _hold_as_read(draft, version)
        comes_back_at = eyes.approve(held, by=by, at=at, words=WROTE)
        if comes_back_at is None:
            _into_the_catalogue(held, by=by, at=at)
    eyes.refuse_until(comes_back_at, words=WROTE)


def _into_the_catalogue(draft, *, by, at):
    catalog.set_copy(
        draft.product,
        language=draft.language,
        title=draft.title,
        body=draft.body,
        meta_description=draft.meta_description,
        by=by,
        at=at,
    )


@transaction.atomic
def request_changes(draft: Draft, *, version: int, note: str, by, at: datetime) -> None:
    """The text goes back to its writer, with what to change."""
    _hold_as_read(draft, version).request_changes(note=note, by=by, at=at)


def _hold_as_read(draft, version) -> Draft:
    held = Draft.objects.select_for_update(of=("self",)).select_related("product").get(pk=draft.pk)
    if held.version != version:
        raise Refusal(_("The text was changed since you opened it. Read it again."))
    return held
