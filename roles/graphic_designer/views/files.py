"""Pictures to the browser, and the approved set to take away."""

from tempfile import SpooledTemporaryFile
from zipfile import ZIP_STORED, ZipFile

from django.http import FileResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from config.lib import pictures
from config.lib.doors import opens_with
from config.lib.refusals import Refusal
from roles.graphic_designer.models import Brief
from roles.graphic_designer.views.board import found, found_picture

IN_MEMORY = 8 * 2**20


@require_GET
@opens_with("graphic_designer.view_brief", also_by_object=True)
def picture(request, pk):
    """A picture as it was drawn anew."""
    shown = found_picture(request, pk)
    name = _name(shown.proof.brief, shown)
    return pictures.answer_with(shown.file, kind=shown.kind, name=name)


@require_GET
@opens_with("graphic_designer.view_brief", also_by_object=True)
def small(request, pk):
    """The same, small enough for a card."""
    shown = found_picture(request, pk)
    return pictures.answer_with(shown.small, kind="webp", name="small")


@require_GET
@opens_with("graphic_designer.view_brief", also_by_object=True)
def take(request, pk):
    """The approved pictures of every format in one file, with their words."""
    brief = found(request, pk)
    if brief.status != Brief.Status.APPROVED:
        raise Refusal(_("Only what is approved is taken away."))
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 – the answer closes it
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for shown in _approved(brief):
            with shown.file.open("rb") as opened:
                name = f"{_name(brief, shown)}{pictures.ENDINGS[shown.kind]}"
                archive.writestr(name, opened.read())
        if words := _words(brief):
            archive.writestr("alt.txt", words)
    file.seek(0)
    name = f"{slugify(str(brief))[:80] or 'set'}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _approved(brief):
    proof = brief.proofs.order_by("-number").first()
    shown = proof.pictures.exclude(piece=None).select_related("piece")
    return shown.order_by("piece__position")


def _words(brief):
    told = sorted((alt.language, alt.text) for alt in brief.alt_texts.all())
    return "\n".join(f"{language}: {text}" for language, text in told)


def _name(brief, shown):
    key = shown.piece.key if shown.piece else "master"
    subject = slugify(str(brief.subject or ""))[:40] or str(brief.pk)
    return f"{subject}-{brief.medium}-{key}-{shown.width}x{shown.height}".replace("_", "-")
