"""The desk, and what other pages show of briefs."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog import media
from catalog.models import Market, Product, Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.graphic_designer import actions, formats
from roles.graphic_designer import desk as seen
from roles.graphic_designer.forms import AskForm
from roles.graphic_designer.models import Brief
from roles.graphic_designer.querysets import products_drawn_by
from roles.playbooks.pressing import propose_due

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
    form = AskForm(request.POST or None, languages=tongues, subject=subject)
    asked = Brief.objects.of(subject).wanted().values_list("medium", flat=True)
    media.propose(form, subject, asked=asked, chosen=request.GET.getlist("medium"))
    usual = Shop.current().calendar().add_days(now, DAYS_FOR_A_PRODUCT)
    propose_due(form, subject, usual=usual, door="graphic_designer:of_campaign")
    if request.method == "POST" and form.is_valid():
        how = {"anew": True, "by": request.user, "at": now}
        briefs = [actions.ask_for(subject, **asked, **how) for asked in form.asked]
        only = briefs[0] if len(briefs) == 1 else None
        return redirect(only or reverse("graphic_designer:of", args=[type_id, pk]))
    context = {"form": form, "subject": subject, "type_id": type_id}
    status = 422 if form.is_bound else None
    return page_or_part(request, "graphic_designer/ask.html", "form", context, status=status)


@require_GET
@opens_with("graphic_designer.view_brief", also_by_object=products_drawn_by)
def begin(request, pk):
    """Where a product's picture is made: its open brief, or the page where it is begun."""
    looks = request.user.has_perm("graphic_designer.view_brief")
    rows = Product.objects.visible_to(request.user) if looks else products_drawn_by(request.user)
    product = get_object_or_404(rows, pk=pk)
    briefs = Brief.objects.visible_to(request.user).of(product).filter(medium=formats.PRODUCT)
    if found := briefs.open().order_by("-asked_at").first():
        return redirect(found)
    return _of(request, product, ContentType.objects.get_for_model(Product).pk)


@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=products_drawn_by)
def take_up(request, pk):
    """Who draws begins a product's picture: the brief asks for the usual formats."""
    product = get_object_or_404(products_drawn_by(request.user), pk=pk)
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
    is_product = isinstance(subject, Product)
    context = {
        "subject": subject,
        "type_id": type_id,
        "is_product": is_product,
        "begins": is_product and _begins(request.user, subject, briefs),
        "cards": seen.of_subject(briefs, now=timezone.now()),
    }
    return page_or_part(request, "graphic_designer/of.html", "of", context)


def _begins(user, product, briefs):
    """Whether somebody would draw its picture, and none is being made."""
    is_made = briefs.open().filter(medium=formats.PRODUCT).exists()
    return not is_made and products_drawn_by(user).filter(pk=product.pk).exists()


def _subject(request, type_id, pk):
    """A record of a kind that says who may see it."""
    kind = get_object_or_404(ContentType, pk=type_id)
    rows = getattr(kind.model_class(), "objects", None)
    if not hasattr(rows, "visible_to"):
        raise Http404
    return get_object_or_404(rows.visible_to(request.user), pk=pk)
