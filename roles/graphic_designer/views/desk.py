"""The desk, and what other pages show of briefs."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.models import Market, Product, Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.graphic_designer import actions, formats
from roles.graphic_designer import desk as seen
from roles.graphic_designer.forms import AskForm
from roles.graphic_designer.models import Brief
from roles.playbooks.pressing import due_for

DAYS_FOR_A_PRODUCT = 2  # working days until a product should be seen


@require_GET
@opens_with("graphic_designer.view_brief")
def desk(request):
    """What came back, what to make, what waits for a look, which products nobody can see."""
    now = timezone.now()
    context = {
        "figures": seen.figures(request.user, now=now),
        **seen.cards(request.user, now=now),
        "unseen": seen.unseen_products(request.user),
        "currency": Shop.current().currency,
        "now": now,
    }
    return page_or_part(request, "graphic_designer/desk.html", "desk", context)


# Asking


@require_http_methods(["GET", "POST"])
@opens_with("graphic_designer.add_brief")
def ask(request, type_id, pk):
    """Ask for the pictures of a record."""
    subject = _subject(request, type_id, pk)
    now, tongues = timezone.now(), Market.objects.languages()
    start = {
        "medium": request.GET.get("medium", "").replace("\0", "")[:20],
        "due_at": due_for(subject, Shop.current().calendar().add_days(now, DAYS_FOR_A_PRODUCT)),
    }
    form = AskForm(request.POST or None, initial=start, languages=tongues, subject=subject)
    if request.method == "POST" and form.is_valid():
        asked = form.asked | {"anew": True}
        return redirect(actions.ask_for(subject, **asked, by=request.user, at=now))
    context = {"form": form, "subject": subject, "type_id": type_id}
    status = 422 if form.is_bound else None
    return page_or_part(request, "graphic_designer/ask.html", "form", context, status=status)


@require_GET
@opens_with("graphic_designer.view_brief")
def begin(request, pk):
    """The door of the need: to the brief of a product's picture, or to where it is asked for."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    briefs = Brief.objects.visible_to(request.user).of(product).filter(medium=formats.PRODUCT)
    if found := briefs.wanted().order_by("-asked_at").first():
        return redirect(found)
    return redirect("graphic_designer:of", ContentType.objects.get_for_model(Product).pk, pk)


@require_POST
@opens_with("graphic_designer.change_brief")
def take_up(request, pk):
    """The designer begins a product's picture: the brief asks for the usual formats."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    due_at = Shop.current().calendar().add_days(now, DAYS_FOR_A_PRODUCT)
    return redirect(
        actions.ask_for(
            product, medium=formats.PRODUCT, due_at=due_at, by=request.user, at=now, anew=True
        )
    )


# Of a record


@require_GET
@opens_with("graphic_designer.view_brief")
def of(request, type_id, pk):
    """The pictures of a record: which were asked for, and how far they are."""
    return _of(request, _subject(request, type_id, pk), type_id)


@require_GET
@opens_with("graphic_designer.view_brief")
def of_campaign(request, pk):
    """The same, by the number of a campaign."""
    kind = get_object_or_404(ContentType, app_label="marketing", model="campaign")
    return _of(request, _subject(request, kind.pk, pk), kind.pk)


def _of(request, subject, type_id):
    briefs = Brief.objects.visible_to(request.user).of(subject).wanted()
    context = {
        "subject": subject,
        "type_id": type_id,
        "is_product": isinstance(subject, Product),
        "cards": seen.of_subject(briefs, now=timezone.now()),
    }
    return page_or_part(request, "graphic_designer/of.html", "of", context)


def _subject(request, type_id, pk):
    """A record of a kind that says who may see it."""
    kind = get_object_or_404(ContentType, pk=type_id)
    rows = getattr(kind.model_class(), "objects", None)
    if not hasattr(rows, "visible_to"):
        raise Http404
    return get_object_or_404(rows.visible_to(request.user), pk=pk)
