"""Asking the designer for pictures, and changing one's mind."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.models import Market
from config.lib.refusals import Refusal
from roles.graphic_designer import formats
from roles.graphic_designer.models import Brief, Piece


@transaction.atomic
def ask_for(
    subject: Model,
    *,
    medium: str,
    due_at: datetime,
    by,
    at: datetime,
    language: str = "",
    languages: Sequence[str] | None = None,
    wish: str = "",
    copy: str = "",
    keys: Sequence[str] = (),
    anew: bool = False,
) -> Brief:
    """The brief for a record's pictures in a medium. Asked twice it is the same one, due when it
    was asked for last.

    What was approved answers the question too, unless somebody wants it `anew`.
    """
    if medium not in formats.FORMATS:
        raise Refusal(_("Nothing is drawn for this medium."))
    if not anew and (done := _approved(subject, medium, language)):
        return done
    if languages is None:
        languages = [language] if language else Market.objects.languages()
    brief, is_new = Brief.objects.get_or_create(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        medium=medium,
        language=language,
        status__in=Brief.OPEN,
        defaults={
            "about": str(subject)[:300],
            "languages": sorted(languages) if medium in formats.DESCRIBED else [],
            "wish": wish,
            "copy": copy,
            "due_at": due_at,
            "asked_at": at,
            "asked_by": by,
        },
    )
    if is_new:
        _want(brief, keys)
    elif brief.due_at != due_at:
        brief.due_at = due_at
        brief.save(update_fields=["due_at"])
    return brief


def _approved(subject, medium, language):
    done = Brief.objects.of(subject).approved().filter(medium=medium, language=language)
    return done.order_by("-approved_at").first()


def _want(brief, keys):
    """One piece per format, as the table stands today."""
    Piece.objects.bulk_create(
        Piece(
            brief=brief,
            key=one.key,
            width=one.width,
            height=one.height,
            max_kb=one.max_kb,
            kinds=list(one.kinds),
            position=position,
        )
        for position, one in enumerate(formats.of(brief.medium, keys))
    )
