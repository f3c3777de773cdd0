"""Campaigns: the list, one of them, its form, and what one does with it."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.media import Medium
from catalog.models import Market, Product, Shop
from config.lib.asked import number_of, words_of
from config.lib.doors import opens_with, seen_by
from config.lib.htmx import page_or_part
from config.lib.lists import Column, Filter, Listing, Period, first_found
from config.lib.refusals import Refusal
from config.templatetags.regia import number
from roles.marketing import actions, demand, live, offer, showing
from roles.marketing.forms import BudgetForm, CampaignForm, NoteForm
from roles.marketing.models import Campaign
from roles.team import calendars

PICKS_SHOWN = 12
COLUMNS = [
    Column("name", _("Campaign"), value=lambda campaign: campaign.name, sort=["name"]),
    Column(
        "status", _("State"), value=lambda campaign: campaign.status, words=Campaign.Status.choices
    ),
    Column(
        "starts",
        _("Starts"),
        value=lambda campaign: campaign.starts_at,
        sort=["starts_at"],
        begins="-",
        may_be_empty=True,
    ),
    Column(
        "ends",
        _("Ends"),
        value=lambda campaign: campaign.ends_at,
        sort=["ends_at"],
        begins="-",
        may_be_empty=True,
    ),
    Column(
        "budget",
        _("Budget"),
        value=lambda campaign: campaign.budget,
        unit=calendars.shop_currency,
        is_number=True,
    ),
    Column(
        "spent",
        _("Spent"),
        value=lambda campaign: campaign.spent,
        unit=calendars.shop_currency,
        is_number=True,
    ),
    Column("owner", _("Owner"), value=lambda campaign: str(campaign.owner or "")),
    Column("utm", _("UTM name"), value=lambda campaign: campaign.utm, on_screen=False),
]
FILTERS = [
    Filter("status", _("State"), choices=lambda: Campaign.Status.choices, field="status"),
    Filter(
        "medium",
        _("Medium"),
        choices=lambda: Medium.choices,
        by=lambda rows, media: rows.filter(
            pk__in=Campaign.objects.filter(media__medium__in=media).values("pk")
        ),
    ),
    Period("starts", _("Starts"), field="starts_at"),
]


@require_GET
@opens_with("marketing.view_campaign", also_by_object=True)
def campaigns(request):
    """Every campaign there is or was."""
    rows = Campaign.objects.visible_to(request.user)
    rows = seen_by(request.user, "marketing.view_campaign", rows)
    listing = Listing(
        request,
        rows.select_related("owner").with_money(),
        columns=COLUMNS,
        filters=FILTERS,
        sort="-starts",
        name=_("Campaigns"),
    )
    currency = Shop.current().currency
    return listing.answer("marketing/campaigns.html", states=showing.STATES, currency=currency)


@require_GET
@opens_with("marketing.view_campaign", also_by_object=True)
def campaign(request, pk):
    """One campaign: what it offers, what it costs, what it should sell, and how far it is."""
    shown = _seen(request, pk)
    return page_or_part(request, "marketing/campaign.html", "record", _record(request, shown))


def _record(request, shown):
    now = timezone.now()
    has_run = bool(shown.went_live_at and shown.ended_at)
    run = showing.runs([shown]).get(shown.pk)
    awaits = showing.awaits_its_plan(shown, run, now=now)
    planned_at = shown.went_live_at if has_run else now
    asked = demand.expected([shown], now=planned_at)[shown.pk]
    expected = showing.by_product(asked)
    return {
        "campaign": shown,
        "kind": ContentType.objects.get_for_model(Campaign),
        "states": showing.STATES,
        "figures": live.figures([shown], now=now)[shown.pk],
        "currency": Shop.current().currency,
        "run": run,
        "awaits_its_plan": awaits,
        "why_not_live": showing.why_not_live(shown, run, awaits=awaits),
        "lacking": actions.lacking(shown, now=now) if shown.status == "idea" else [],
        "demand": asked,
        "expected": expected,
        "went": showing.as_it_went(shown, expected) if has_run else None,
        "shared": [] if shown.is_over() else offer.shared_with_others(shown),
        "events": showing.history(shown),
        "now": now,
    }


def _seen(request, pk):
    rows = Campaign.objects.visible_to(request.user).select_related("owner", "created_by")
    return get_object_or_404(rows.prefetch_related("channels", "markets", "categories"), pk=pk)


# Writing


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("marketing.add_campaign")
def new(request):
    """A new idea."""
    form = CampaignForm(request.POST or None, user=request.user, initial=_blank())
    if not form.is_bound or not form.is_valid():
        return _form(request, form, None)
    facts = form.facts | {"owner": request.user}
    made = actions.add(facts, form.budgets, by=request.user, at=timezone.now())
    return redirect(made)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("marketing.change_campaign")
def change(request, pk):
    """The plan changes."""
    shown = _seen(request, pk)
    form = CampaignForm(
        request.POST or None, campaign=shown, user=request.user, initial=_as_typed(shown)
    )
    if not form.is_bound or not form.is_valid():
        return _form(request, form, shown)
    actions.change(shown, form.facts, form.budgets, by=request.user, at=timezone.now())
    return redirect(shown)


def _blank():
    """A campaign of the own shop's markets, to begin with."""
    return {"markets": list(Market.objects.filter(is_active=True).values_list("pk", flat=True))}


def _as_typed(shown):
    plain = ("name", "message", "goal", "starts_at", "ends_at", "uplift_percent", "landing_address")
    typed = {name: getattr(shown, name) for name in plain}
    for name in actions.SETS:
        typed[name] = [row.pk for row in getattr(shown, name).all()]
    return typed | {f"budget_{row.medium}": row.budget for row in shown.media.all()}


def _form(request, form, shown):
    picks = _picks(request, form["products"].value() or [])
    context = {"form": form, "campaign": shown, **picks}
    status = 422 if form.is_bound else None
    return page_or_part(request, "marketing/campaign_form.html", "form", context, status=status)


@require_GET
@opens_with("marketing.change_campaign")
def pick(request):
    """A part of the form: the products chosen so far, and what words find."""
    context = _picks(request, request.GET.getlist("products"))
    return render(request, "marketing/campaign_form.html#picks", context)


def _picks(request, picked):
    words = words_of(request, "find")
    keys = [key for key in map(number_of, map(str, picked)) if key is not None][:2_000]
    seen = Product.objects.visible_to(request.user)
    chosen = seen.filter(pk__in=keys).order_by("name", "pk")
    found = []
    if words:
        found = seen.active().found_by(words).exclude(pk__in=keys)
        found = first_found(found, "name", "pk", at_most=PICKS_SHOWN)
    return {"chosen": chosen, "found": found, "words": words}


# Doing


@require_POST
@opens_with("marketing.change_campaign")
def plan(request, pk):
    actions.plan(_seen(request, pk), by=request.user, at=timezone.now())
    return redirect("marketing:campaign", pk)


@require_POST
@opens_with("marketing.change_campaign")
def prepare(request, pk):
    """The team begins."""
    _seen(request, pk).prepare(by=request.user, at=timezone.now())
    return redirect("marketing:campaign", pk)


@require_POST
@opens_with("marketing.go_live_campaign")
def go_live(request, pk):
    actions.go_live(_seen(request, pk), by=request.user, at=timezone.now())
    return redirect("marketing:campaign", pk)


@require_POST
@opens_with("marketing.go_live_campaign")
def pause(request, pk):
    return _with_note(request, _seen(request, pk), "pause")


@require_POST
@opens_with("marketing.go_live_campaign")
def end(request, pk):
    return _with_note(request, _seen(request, pk), "end")


@require_POST
@opens_with("marketing.change_campaign")
def cancel(request, pk):
    return _with_note(request, _seen(request, pk), "cancel")


def _with_note(request, shown, verb):
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = _record(request, shown) | {"note_form": form}
        return page_or_part(request, "marketing/campaign.html", "record", context, status=422)
    note = form.cleaned_data["note"]
    getattr(shown, verb)(by=request.user, at=timezone.now(), note=note)
    return redirect(shown)


@require_POST
@opens_with("marketing.approve_budget")
def approve_budget(request, pk):
    """A yes to the sums that were read."""
    shown, form = _seen(request, pk), BudgetForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Look at the budget again."))
    actions.approve_budget(shown, form.budgets, by=request.user, at=timezone.now())
    return redirect(shown)


@require_POST
@opens_with("marketing.go_live_campaign")
def bulk(request):
    """Several campaigns at once, each through its own gate. Who may not says why."""
    keys = [key for key in map(number_of, request.POST.getlist("campaign")) if key is not None]
    chosen = Campaign.objects.visible_to(request.user).filter(pk__in=keys[:100]).order_by("pk")
    done, refused = 0, []
    for each in chosen:
        try:
            actions.go_live(each, by=request.user, at=timezone.now())
            done += 1
        except Refusal as refusal:
            refused.append(f"{each}: {refusal}")
    if refused:
        raise Refusal(" ".join([_told(done), *refused]) if done else " ".join(refused))
    messages.success(request, _told(done))
    return redirect("marketing:campaigns")


def _told(done):
    words = ngettext("%(count)s campaign is live.", "%(count)s campaigns are live.", done)
    return words % {"count": number(done)}
