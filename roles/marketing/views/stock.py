"""Verify the stock of a campaign: what is there, what it will take, what is missing."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from catalog.models import Variant
from config.lib.asked import words_of
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from logistics import counts
from roles.marketing import cover, demand
from roles.marketing.forms import CountForm
from roles.marketing.models import Campaign

SHOWN = 300  # shelves on one page; beyond this one scans


@require_GET
@opens_with("marketing.view_campaign", also_by_object=True)
def stock(request, pk):
    """One shelf after the other, beside what the campaign will take."""
    campaign = _campaign(request, pk)
    code = words_of(request, "scan")
    rows = _shelves(campaign)
    chosen = next((row for row in rows if code and code in _codes(row["variant"])), None)
    context = _context(campaign, rows) | {"scan": code, "chosen": chosen}
    status = 422 if code and not chosen else None
    return page_or_part(request, "marketing/stock.html", "shelves", context, status=status)


@require_POST
@opens_with("logistics.count_stock")
def count(request, pk, variant_pk):
    """Somebody stood before the shelf."""
    campaign = _campaign(request, pk)
    rows = _shelves(campaign)
    row = next((row for row in rows if row["variant"].pk == variant_pk), None)
    if row is None:
        raise Http404
    form = CountForm(request.POST)
    if not form.is_valid():
        row["form"] = form
        context = _context(campaign, rows) | {"chosen": row}
        return page_or_part(request, "marketing/stock.html", "shelves", context, status=422)
    units = form.cleaned_data["units"]
    counts.count(row["variant"], units=units, by=request.user, at=timezone.now())
    if not request.htmx:
        return redirect(f"{reverse('marketing:stock', args=[pk])}#shelf-{variant_pk}")
    context = _context(campaign, _shelves(campaign)) | {"counted": row["variant"]}
    return page_or_part(request, "marketing/stock.html", "shelves", context)


def _campaign(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


def _context(campaign, rows):
    return {
        "campaign": campaign,
        "rows": rows[:SHOWN],
        "beyond": max(len(rows) - SHOWN, 0),
        "uncounted": sum(row["lasting"].shelf is None for row in rows),
        "short": sum(bool(row["lasting"].missing) for row in rows),
        "missing": sum(row["lasting"].missing or 0 for row in rows),
        "thin": sum(row["lasting"].expected.is_thin for row in rows),
    }


def _shelves(campaign):
    """Every variant of the campaign, by product as the shelves stand."""
    now = timezone.now()
    asked = demand.expected([campaign], now=now)
    lasting = {row.expected.variant_id: row for row in cover.lasting(asked, now=now)[campaign.pk]}
    variants = Variant.objects.filter(pk__in=lasting).select_related("product")
    return [
        {"variant": variant, "lasting": lasting[variant.pk], "form": None}
        for variant in variants.order_by("product__name", "product", "sku", "pk")
    ]


def _codes(variant):
    return {variant.sku, variant.gtin} - {""}
