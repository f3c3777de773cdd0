"""What is written before customers ask: a canned answer or a note is kept under its title."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.models import Product
from config.lib.refusals import Refusal
from customer_care.models import CannedAnswer, KnowledgeNote

ONE_TITLE = ("one_canned_answer_per_title", "one_knowledge_note_per_title")


class Taken(Refusal):
    """There is one of that title, for that record, in that language."""


def keep(
    row: CannedAnswer | KnowledgeNote,
    *,
    changed: Iterable[str],
    products: Iterable[Product] | None = None,
    by,
    at: datetime,
) -> CannedAnswer | KnowledgeNote:
    """It is there for everybody who answers. A title is used once in a language."""
    row.changed_at, row.changed_by = at, by
    try:
        with transaction.atomic():
            if row.pk is None:
                row.save(force_insert=True)
            else:
                row.save(update_fields=[*changed, "changed_at", "changed_by"])
            if products is not None:
                row.products.set(products)
    except IntegrityError as error:
        if not any(name in str(error) for name in ONE_TITLE):
            raise
        raise Taken(_("There is one with this title in this language already.")) from None
    return row
