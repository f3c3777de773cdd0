"""Coupons of a campaign: their terms, and the proof that their sums are right."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.models import Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.refusals import Refusal
from roles.marketing import coupons as terms
from roles.marketing import prover
from roles.marketing.forms import CouponForm
from roles.marketing.models import Campaign, Coupon


@require_GET
@opens_with("marketing.view_campaign", also_by_object=True)
def coupons(request, pk):
    """The coupons of a campaign, each with its use and its proof."""
    campaign = _campaign(request, pk)
    proven = set(campaign.coupons.proven().values_list("pk", flat=True))
    rows = list(campaign.coupons.all().with_uses().prefetch_related("proofs").order_by("code"))
    context = {
        "campaign": campaign,
        "rows": [(coupon, coupon.pk in proven) for coupon in rows],
        "currency": Shop.current().currency,
    }
    return page_or_part(request, "marketing/coupons.html", "coupons", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("marketing.change_campaign")
def new(request, pk):
    """A coupon for a campaign, valid as long as it runs unless one says otherwise."""
    campaign = _campaign(request, pk)
    days = {"valid_from": campaign.starts_at, "valid_until": campaign.ends_at}
    form = CouponForm(request.POST or None, instance=Coupon(campaign=campaign), initial=days)
    if not form.is_bound or not form.is_valid():
        return _form(request, form, campaign)
    try:
        made = terms.add(
            campaign,
            form.terms,
            code=form.cleaned_data["code"],
            by=request.user,
            at=timezone.now(),
        )
    except terms.Taken as taken:
        form.add_error("code", str(taken))
        return _form(request, form, campaign)
    return redirect(made)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("marketing.change_campaign")
def change(request, pk):
    """Other terms: they must be proven again."""
    coupon = _coupon(request, pk)
    form = CouponForm(request.POST or None, instance=coupon)
    if not form.is_bound or not form.is_valid():
        return _form(request, form, coupon.campaign)
    terms.change(coupon, form.terms, by=request.user, at=timezone.now())
    return redirect(coupon)


def _form(request, form, campaign):
    context = {"form": form, "campaign": campaign, "coupon": form.instance}
    status = 422 if form.is_bound else None
    return page_or_part(request, "marketing/coupon_form.html", "form", context, status=status)


@require_GET
@opens_with("marketing.view_campaign", also_by_object=True)
def coupon(request, pk):
    """One coupon: what it says, how much is gone, and every case it was tried in."""
    shown = _coupon(request, pk)
    proofs = list(shown.proofs.select_related("order").order_by("pk"))
    context = {
        "coupon": shown,
        "cases": _by_case(proofs),
        "proofs": proofs,
        "wrong": [proof for proof in proofs if not proof.is_right],
        "currency": Shop.current().currency,
    }
    return page_or_part(request, "marketing/coupon.html", "record", context)


def _by_case(proofs):
    """Each case with its baskets, in the order in which they are tried."""
    return [
        (_(words), found)
        for case, words in prover.CASES.items()
        if (found := [proof for proof in proofs if proof.case == case])
    ]


@require_POST
@opens_with("marketing.prove_coupon")
def prove(request, pk):
    """Try it now, in every case."""
    shown = _coupon(request, pk)
    prover.prove(shown, at=timezone.now())
    return redirect(shown)


@require_POST
@opens_with("marketing.prove_coupon")
def prove_all(request, pk):
    """Try every coupon of a campaign."""
    campaign = _campaign(request, pk)
    owned = list(campaign.coupons.order_by("code"))
    if not owned:
        raise Refusal(_("This campaign has no coupon."))
    for each in owned:
        prover.prove(each, at=timezone.now())
    return redirect("marketing:coupons", campaign.pk)


def _campaign(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


def _coupon(request, pk):
    seen = Coupon.objects.filter(campaign__in=Campaign.objects.visible_to(request.user))
    return get_object_or_404(seen.with_uses().select_related("campaign"), pk=pk)
