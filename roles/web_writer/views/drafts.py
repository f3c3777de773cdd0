"""The writer's doors: the desk, the editor, a draft to read, and what others show of drafts."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from catalog.models import Product, ProductText, Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.refusals import Refusal
from roles.team.eyes import is_for_others
from roles.web_writer import actions
from roles.web_writer import desk as seen
from roles.web_writer import told as campaign_texts
from roles.web_writer.differences import differences
from roles.web_writer.forms import ChangesForm, DraftForm, ReviewForm, SubmitForm
from roles.web_writer.models import Draft


@require_GET
@opens_with("web_writer.view_draft")
def desk(request):
    """What was sent back, what is begun, what to write next, what waits for a reader."""
    tongues, now = seen.languages(), timezone.now()
    drafts = seen.drafts(request.user, now=now)
    queue = seen.queue(request.user, tongues=tongues)
    copies = campaign_texts.desk(request.user, now=now)
    context = {
        "figures": seen.figures(
            request.user, to_write=queue, drafts=drafts, copies=copies, tongues=tongues, now=now
        ),
        "sent_back": [(draft, seen.last_note(draft)) for draft in drafts["sent_back"]],
        "mine": drafts["mine"],
        "waiting": drafts["waiting"],
        "resting": request.user.has_perm("web_writer.approve_draft") and drafts["resting"],
        "queue": queue,
        "now": now,
        **copies,
    }
    return page_or_part(request, "web_writer/desk.html", "desk", context)


# Writing


@require_GET
@opens_with("web_writer.change_draft")
def begin(request, pk):
    """The door of the need: to the first language in which the product says nothing yet."""
    product = _product(request, pk)
    told = set(product.texts.values_list("language", flat=True))
    tongues = seen.languages()
    language = next((tongue for tongue in tongues if tongue not in told), tongues[0])
    return redirect("web_writer:write", product.pk, language)


@require_GET
@opens_with("web_writer.change_draft")
def write(request, product_pk, language):
    """The editor, with the open draft or what the catalogue says now."""
    product = _product(request, product_pk)
    draft = _open_draft(product, language)
    if draft and not draft.is_editable():
        return redirect(draft)
    words = draft.words() if draft else actions.words_today(product, language)
    form = DraftForm(initial=words, language=_known(product, language))
    return _editor(request, product, language, form, draft=draft)


@require_POST
@opens_with("web_writer.change_draft")
def save(request, product_pk, language):
    """Keep what was written. The editor does so by itself every few seconds."""
    product = _product(request, product_pk)
    form = DraftForm(request.POST, language=_known(product, language))
    if not form.is_valid():
        return _editor(request, product, language, form, status=422)
    try:
        draft = _save(request, product, language, form)
    except Refusal as refusal:
        return _refused(request, product, language, form, refusal)
    if request.htmx:
        return render(request, "web_writer/editor.html#saved", {"draft": draft})
    return redirect("web_writer:write", product.pk, language)


@require_POST
@opens_with("web_writer.change_draft")
def submit(request, product_pk, language):
    """Keep what was written and send it to approval, or say what it lacks."""
    product = _product(request, product_pk)
    form = SubmitForm(request.POST, language=_known(product, language))
    kept = DraftForm(request.POST, language=language)
    if not kept.is_valid():
        return _editor(request, product, language, form, status=422)
    try:
        draft = _save(request, product, language, kept)
        if not form.is_valid():
            return _editor(request, product, language, form, draft=draft, status=422)
        actions.submit(draft, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, product, language, kept, refusal)
    return redirect("web_writer:desk")


def _save(request, product, language, form):
    return actions.save(
        product,
        language=language,
        version=form.version_seen,
        words=form.words,
        by=request.user,
        at=timezone.now(),
    )


def _refused(request, product, language, form, refusal):
    """Nothing is lost: what was typed stays in the editor, with why it was not kept."""
    theirs = getattr(refusal, "draft", None)
    if request.htmx:
        context = {"reason": refusal, "theirs": theirs}
        response = render(request, "web_writer/editor.html#conflict", context, status=409)
        return reswap(retarget(response, "#conflict"), "outerHTML")
    return _editor(request, product, language, form, reason=str(refusal), theirs=theirs, status=409)


def _editor(request, product, language, form, *, draft=None, status=None, **why):
    words = {field: form[field].value() or "" for field in Draft.WORDS}
    draft = draft or _open_draft(product, language)
    texts = {text.language: text for text in product.texts.order_by("language")}
    context = {
        "product": product,
        "variants": product.variants.order_by("sku")[:20],
        "language": language,
        "form": form,
        "draft": draft,
        "version": form["version"].value() if why else draft.version if draft else 0,
        "today": texts.pop(language, None),
        "others": list(texts.values()),
        "note": draft and seen.last_note(draft),
        **seen.reading(words),
        **why,
    }
    return page_or_part(request, "web_writer/editor.html", "saved", context, status=status)


def _product(request, pk):
    products = Product.objects.visible_to(request.user).select_related("category")
    return get_object_or_404(products, pk=pk)


def _open_draft(product, language):
    drafts = Draft.objects.open().select_related("saved_by").prefetch_related("moves__moved_by")
    return drafts.filter(product=product, language=language).first()


def _known(product, language):
    """A language of our markets, of our shop, or one the product is told in already."""
    known = {*seen.languages(), Shop.current().language}
    if language not in known and not product.texts.filter(language=language).exists():
        raise Http404
    return language


# Reading


@require_GET
@opens_with("web_writer.view_draft", also_by_object=True)
def draft(request, pk):
    """One draft beside what the catalogue says now: to read, to approve, to send back."""
    found = _draft(request, pk)
    form = ChangesForm(initial={"version": found.version})
    return _reading(request, found, form)


@require_POST
@opens_with("web_writer.approve_draft")
def approve(request, pk):
    """The text goes to the shop."""
    found = _draft(request, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _reading(request, found, ChangesForm(request.POST), status=422)
    actions.approve(found, version=form.cleaned_data["version"], by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("web_writer.approve_draft")
def request_changes(request, pk):
    """The text goes back, with what to change."""
    found = _draft(request, pk)
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return _reading(request, found, form, status=422)
    actions.request_changes(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("web_writer.change_draft")
def take_back(request, pk):
    """The writer goes on writing."""
    found = _draft(request, pk)
    found.take_back(by=request.user, at=timezone.now())
    return redirect("web_writer:write", found.product_id, found.language)


@require_POST
@opens_with("web_writer.change_draft")
def throw_away(request, pk):
    """The writer begins anew another day, from what the shop says now."""
    found = _draft(request, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _reading(request, found, ChangesForm(request.POST), status=422)
    version = form.cleaned_data["version"]
    actions.throw_away(found, version=version, by=request.user, at=timezone.now())
    return redirect(found)


@require_GET
@opens_with("web_writer.view_draft")
def of_product(request, pk):
    """A panel: in which languages a product is told, and which texts are being written."""
    product = _product(request, pk)
    texts = {text.language: text for text in ProductText.objects.filter(product=product)}
    drafts = {
        draft.language: draft
        for draft in Draft.objects.visible_to(request.user).open().filter(product=product)
    }
    tongues = sorted({*seen.languages(), *texts, *drafts})
    rows = [(tongue, texts.get(tongue), drafts.get(tongue)) for tongue in tongues]
    return render(request, "web_writer/panels.html#of_product", {"product": product, "rows": rows})


def _draft(request, pk):
    drafts = Draft.objects.visible_to(request.user).select_related("product", "author", "saved_by")
    return get_object_or_404(drafts, pk=pk)


def _reading(request, found, form, status=None):
    texts = found.product.texts.order_by("language")
    today = next((text for text in texts if text.language == found.language), None)
    context = {
        "draft": found,
        "form": form,
        "today": today,
        "runs": differences(today.body, found.body) if today else [("same", found.body)],
        "events": seen.history(found),
        "rests": found.rests(timezone.now()),
        "is_own": found.is_made_by(request.user),
        "is_for_others": is_for_others(found, by=request.user),
        **seen.reading(found.words()),
    }
    return page_or_part(request, "web_writer/draft.html", "reading", context, status=status)
