"""What advertising cost: typed for a week, and what no campaign of ours owns yet."""

from datetime import date, timedelta

from django.db.models import Count, F, Max, Min, Sum
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.media import Medium
from catalog.models import Shop
from config.lib.clock import local_day
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.marketing import spending
from roles.marketing.forms import AssignForm, WeekForm
from roles.marketing.models import AdSpend, Campaign

A_WEEK, SHOWN = 7, 50


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("marketing.change_campaign")
def week(request, pk):
    """A campaign's week: a row for each medium, a cell for each day."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    days = _days(request, campaign)
    rows = AdSpend.objects.filter(campaign=campaign, day__in=days)
    typed = {(row.medium, row.day): row.amount for row in rows if not row.source_key}
    initial = {f"{medium}-{day}": amount for (medium, day), amount in typed.items()}
    form = WeekForm(request.POST or None, media=_media(campaign), days=days, initial=initial)
    if form.is_bound and form.is_valid():
        spending.keep(campaign, form.amounts, by=request.user, at=timezone.now())
        return redirect(f"{request.path}?week={days[0]}")
    context = {
        "campaign": campaign,
        "days": days,
        "form": form,
        "rows": _grid(form, days, _told(rows)),
        "before": days[0] - timedelta(days=A_WEEK),
        "after": days[0] + timedelta(days=A_WEEK),
        "currency": Shop.current().currency,
        "total": sum(row.amount * row.rate for row in rows.counted()),
    }
    status = 422 if form.is_bound else None
    return page_or_part(request, "marketing/spend_week.html", "week", context, status=status)


def _days(request, campaign):
    """The Monday to Sunday that was asked for; else this week, or the campaign's last."""
    today = local_day(timezone.now(), Shop.current().time_zone)
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = today
        if campaign.ended_at:
            asked = min(today, local_day(campaign.ended_at, Shop.current().time_zone))
    asked = min(max(asked, date(1990, 1, 8)), date(2099, 12, 24))
    monday = asked - timedelta(days=asked.weekday())
    return [monday + timedelta(days=number) for number in range(A_WEEK)]


def _media(campaign):
    """The media with a budget, then those money went to without one."""
    planned = list(campaign.media.order_by("pk").values_list("medium", flat=True))
    spent = AdSpend.objects.filter(campaign=campaign).values_list("medium", flat=True)
    return list(dict.fromkeys([*planned, *sorted(set(spent))])) or [Medium.GOOGLE_ADS]


def _told(rows):
    """What the platforms told, in the shop's money."""
    told = {}
    for row in rows:
        if row.source_key:
            place = (row.medium, row.day)
            told[place] = told.get(place, 0) + row.amount * row.rate
    return told


def _grid(form, days, told):
    media = dict.fromkeys(medium for medium, _day in form.cells.values())
    return [
        {
            "label": Medium(medium).label,
            "cells": [
                {"field": form[f"{medium}-{day}"], "day": day, "told": told.get((medium, day))}
                for day in days
            ],
        }
        for medium in media
    ]


@require_GET
@opens_with("marketing.change_campaign")
def unassigned(request):
    """Campaigns on the ad platforms that none of ours owns."""
    return _unassigned(request)


@require_POST
@opens_with("marketing.change_campaign")
def assign(request):
    """It is one of ours: all its days are."""
    form = AssignForm(request.POST, campaigns=_campaigns(request))
    if not form.is_valid():
        return _unassigned(request, form, status=422)
    spending.assign(**form.cleaned_data, by=request.user, at=timezone.now())
    return redirect("marketing:unassigned")


def _campaigns(request):
    return Campaign.objects.visible_to(request.user).order_by("-starts_at", "-pk")


def _unassigned(request, form=None, status=None):
    rows = AdSpend.objects.without_campaign().order_by().values("medium", "source_key")
    rows = rows.annotate(
        name=Max("source_name"),
        spent=Sum(F("amount") * F("rate")),
        first=Min("day"),
        last=Max("day"),
        days=Count("pk"),
    )
    context = {
        "rows": [
            row | {"label": Medium(row["medium"]).label}
            for row in rows.order_by("-spent", "medium", "source_key")[:SHOWN]
        ],
        "campaigns": _campaigns(request)[: SHOWN * 4],
        "form": form,
        "currency": Shop.current().currency,
    }
    return page_or_part(request, "marketing/unassigned.html", "rows", context, status=status)
