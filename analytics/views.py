"""The board of figures, one figure, the log of the nights, and panels for other pages."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from analytics import history, jobs, nights, reading, sheet, showing
from analytics.asking import asked_day, asked_per, asked_split, opened
from analytics.beginning import first_steps
from analytics.behind import rows_behind
from analytics.board import Board
from analytics.days import restated_span, yesterday
from analytics.forms import MeasureForm
from analytics.kpi import Span
from analytics.kpis import BY_KEY, KPIS
from analytics.models import Alarm, Measurement, Night, Target
from analytics.periods import PERIODS
from catalog.models import Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.team.models import Role

ON_THE_DASHBOARD = (
    "sales.revenue",
    "sales.orders",
    "traffic.conversion",
    "sales.aov",
    "shipping.on_time",
    "care.review_score",
)


@require_GET
@opens_with("analytics.view_measurement")
def board(request):
    """Every figure of the shop, by who owns it."""
    question, shown = opened(request, KPIS, now=timezone.now())
    groups = defaultdict(list)
    for card in shown.cards():
        groups[card["kpi"].owner].append(card)
    roles = {role.key: role for role in Role.objects.filter(key__in=groups)}
    context = {
        "question": question,
        "span": showing.span_name(shown.current),
        "periods": PERIODS.values(),
        "groups": [(roles.get(owner, owner), cards) for owner, cards in groups.items()],
        "is_measured": bool(shown.sums),
    }
    return page_or_part(request, "analytics/board.html", "figures", context)


@require_GET
@opens_with("analytics.view_measurement")
def kpi(request, key):
    """One figure: its course, its splits, what it means, and the rows behind a day."""
    if key not in BY_KEY:
        raise Http404
    measured = BY_KEY[key]
    question, shown = opened(request, (measured,), now=timezone.now())
    if request.htmx and not request.htmx.boosted and request.GET.get("day"):
        return render(request, "analytics/kpi.html#behind", _behind(request, measured, question))
    context = _sheet(request, measured, question, shown) | _behind(request, measured, question)
    return page_or_part(request, "analytics/kpi.html", "sheet", context)


def _sheet(request, measured, question, shown):
    """Everything of a figure's page but the rows behind a day."""
    span = question.period.seen(question.last)
    per = asked_per(request, question.period)
    if per is question.period.per:
        figures = shown.course(measured)
    else:
        figures = reading.figures(measured, span, channel=question.channel, per=per)
    alarms = sheet.alarms_of(measured, span)
    targets = list(
        Target.objects.filter(kpi=measured.key, channel=question.channel).order_by("from_date")
    )
    shown.know(targets, alarms)
    night = shown.night
    measured_to = min(span.last, night.to_date) if night else span.last
    figures = sheet.in_full(measured, figures, measured_to, per)
    return {
        "kpi": measured,
        "question": question,
        "periods": PERIODS.values(),
        "per": per,
        "card": shown.cards()[0],
        "chart": sheet.course(measured, figures, span, per, targets, alarms),
        "rows": sheet.table(measured, figures, span, per),
        "split": _split(measured, asked_split(request, measured), shown.current, question),
        "alarms": alarms,
        "owner": _owner(measured, alarms),
        "news": [each for each in (night.news if night else []) if _feeds(each, measured)],
        "night": night,
    }


def _split(measured, chosen, span, question):
    """As the reader chose; else the first that tells anything, and none where none does."""
    for by in [chosen] if chosen else measured.dimensions:
        told = sheet.split(measured, span, by, question.channel, question.channels)
        if told["rows"] or chosen:
            return told
    return None


def _owner(measured, alarms):
    """The role that owns a figure: its alarms have brought it along."""
    told = {alarm.owner.key: alarm.owner for alarm in alarms}
    return told.get(measured.owner) or Role.objects.filter(key=measured.owner).first()


def _feeds(news, measured):
    return news.source in {str(source) for source in measured.sources}


def _behind(request, measured, question):
    """The rows of the day the reader chose."""
    day = asked_day(request, "day")
    found = day and rows_behind(
        measured, day, question.channel, page=request.GET.get("page"), user=request.user
    )
    return {"kpi": measured, "day": day, "behind": found or None}


@require_GET
@opens_with("analytics.view_measurement")
def figures_panel(request):
    """The figures of the morning."""
    kpis = tuple(BY_KEY[key] for key in ON_THE_DASHBOARD)
    shop = Shop.current()
    last = yesterday(timezone.now(), shop)
    shown = Board(kpis, PERIODS["yesterday"], last, shop=shop)
    return render(
        request,
        "analytics/panels.html#figures",
        {
            "cards": shown.cards(),
            "day": showing.said_day(shown.last),
            "measured": shown.sums,
            "steps": first_steps(request.user),
        },
    )


@require_GET
@opens_with("analytics.view_measurement")
def alarms_panel(request):
    """What rings, whose it is, and who has taken it on."""
    ringing = Alarm.objects.ringing().select_related("owner")
    alarms = sheet.with_tasks(ringing.order_by("-rang_at", "-pk")[:10])
    context = {"alarms": alarms, "is_measured": bool(alarms) or Measurement.objects.exists()}
    return render(request, "analytics/panels.html#alarms", context)


@require_GET
@opens_with("analytics.view_measurement")
def night_panel(request):
    """When the figures were measured, and what of them changed."""
    return render(request, "analytics/panels.html#night", _night())


def _night():
    running = Night.objects.filter(ended_at=None).order_by("-started_at").first()
    newest = nights.newest_ended()
    told = {line.night.pk: line for line in nights.told_all(filter(None, [running, newest]))}
    return {
        "running": running and told[running.pk],
        "newest": newest and told[newest.pk],
        "missing": history.first_unmeasured_day(),
    }


@require_GET
@opens_with("analytics.view_measurement")
def nights_log(request):
    """Every run, the newest first."""
    page = Paginator(Night.objects.order_by("-started_at", "-pk"), 25).get_page(
        request.GET.get("page")
    )
    lines = nights.told_all(page.object_list)
    return render(request, "analytics/nights.html", {"page": page, "lines": lines} | _night())


@require_GET
@opens_with("analytics.view_measurement")
def night(request, pk):
    """One run, KPI by KPI."""
    shown = get_object_or_404(Night.objects.select_related("started_by"), pk=pk)
    parts = [(BY_KEY.get(part.kpi), part) for part in shown.parts.order_by("pk")]
    context = {"night": nights.told(shown), "parts": parts}
    return page_or_part(request, "analytics/night.html", "progress", context)


@require_POST
@opens_with("analytics.run_night")
def measure_now(request):
    """Run a night by hand: over the last days, or over the whole history."""
    form = MeasureForm(request.POST)
    scope = form.cleaned_data["scope"] if form.is_valid() else MeasureForm.RECENT
    now = timezone.now()
    recent = restated_span(yesterday(now))
    first = history.first_day() if scope == MeasureForm.WHOLE else None
    span = Span(min(first or recent.first, recent.first), recent.end)
    opened, is_new = nights.begin_by_hand(span, by=request.user, now=now)
    if is_new:
        jobs.share_out(opened)
    if request.htmx:
        return render(request, "analytics/panels.html#night", _night())
    return redirect(opened)
