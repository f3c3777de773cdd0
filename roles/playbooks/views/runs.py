"""The coordinator's board of runs, one run, and what may be done with it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from config.lib.doors import opens_with, seen_by
from config.lib.htmx import page_or_part
from config.lib.lists import Column, Filter, Listing
from roles.playbooks import actions, lessons
from roles.playbooks.board import with_next_steps
from roles.playbooks.history import events_of
from roles.playbooks.models import Playbook, Run
from roles.playbooks.views.sheets import of_gate, of_run

VIEW, LEAD = "playbooks.view_run", "playbooks.lead_run"
WHAT = [
    Column("subject", gettext_lazy("About"), value=lambda run: run.subject),
    Column(
        "playbook",
        gettext_lazy("Playbook"),
        value=lambda run: run.playbook,
        on_screen=False,
    ),
    Column("owner", gettext_lazy("Owner"), value=lambda run: run.owner, sort=["owner__name"]),
]
COLUMNS = [
    *WHAT,
    Column("gate", gettext_lazy("Gate")),
    Column(  # two numbers: of “3/5” a spreadsheet makes a day
        "gate_yes",
        gettext_lazy("Gate: conditions that hold"),
        value=lambda run: run.gate_yes,
        on_screen=False,
    ),
    Column(
        "gate_all",
        gettext_lazy("Gate: conditions"),
        value=lambda run: run.gate_all,
        on_screen=False,
    ),
    Column(
        "slack",
        gettext_lazy("Slack"),
        value=lambda run: run.slack_hours,
        unit=gettext_lazy("hours of work"),
        sort=["slack_hours"],
        is_number=True,
        may_be_empty=True,
    ),
    Column(
        "expected",
        gettext_lazy("Expected"),
        value=lambda run: run.planned_end_at,
        sort=["planned_end_at"],
        may_be_empty=True,
    ),
    Column(
        "promised",
        gettext_lazy("Promised"),
        value=lambda run: run.promise_at,
        sort=["promise_at"],
        may_be_empty=True,
        on_screen=False,
    ),
    Column("ends", gettext_lazy("Ready by"), value=lambda run: run.ends_at, sort=["ends_at"]),
    Column(
        "chance",
        gettext_lazy("Chance"),
        value=lambda run: run.chance,
        sort=["chance"],
        is_number=True,
        may_be_empty=True,
    ),
    Column("next", gettext_lazy("Next step")),
]
ENDED = [
    *WHAT,
    Column("status", gettext_lazy("State"), value=Run.get_status_display),
    Column("agreed", gettext_lazy("Agreed"), value=lambda run: run.agreed),
    Column("ends", gettext_lazy("Ready by"), value=lambda run: run.ends_at, sort=["ends_at"]),
    Column(
        "ended",
        gettext_lazy("Ended"),
        value=lambda run: run.ended_at,
        sort=["ended_at"],
        begins="-",
    ),
    Column("apart", gettext_lazy("Against the date"), is_number=True),
]


def _plans():
    return [(plan.pk, str(plan)) for plan in Playbook.objects.order_by("title")]


def _filters(user, now):
    """By playbook, mine, late, with an open gate."""
    return [
        Filter("playbook", gettext_lazy("Playbook"), choices=_plans, field="playbook"),
        Filter(
            "whose",
            gettext_lazy("Whose"),
            choices=lambda: [("mine", gettext_lazy("Mine"))],
            by=lambda rows, values: rows.filter(owner=user),
        ),
        Filter(
            "state",
            gettext_lazy("State"),
            choices=lambda: [
                ("late", gettext_lazy("Late")),
                ("open", gettext_lazy("Gate open")),
                ("shut", gettext_lazy("Gate closed")),
            ],
            by=lambda rows, values: _in_states(rows, values, now),
        ),
    ]


def _in_states(rows, values, now):
    if "late" in values:
        rows = rows.late(now=now)
    if {"open", "shut"} <= set(values) or not {"open", "shut"} & set(values):
        return rows
    opened = rows.with_open_gate()
    return opened if "open" in values else rows.exclude(pk__in=opened.values("pk"))


@require_GET
@opens_with(VIEW, also_by_object=True)
def runs(request):
    """Every run at work, the one with the least to spare first."""
    return _board(request, Run.objects.running(), COLUMNS, sort="slack", tab="runs")


@require_GET
@opens_with(VIEW, also_by_object=True)
def ended(request):
    """What is behind us: planned against actual."""
    rows = Run.objects.behind_us().with_agreed_end()
    return _board(request, rows, ENDED, sort="-ended", tab="ended")


def _board(request, rows, columns, *, sort, tab):
    now = timezone.now()
    rows = seen_by(request.user, VIEW, rows.visible_to(request.user))
    filters = _filters(request.user, now)
    listing = Listing(
        request,
        rows.shown(),
        columns=columns,
        filters=filters if tab == "runs" else filters[:2],
        sort=sort,
        name=_("Runs"),
    )
    shown = {"shown": lambda: with_next_steps(listing.rows), "tab": tab, "now": now}
    return listing.answer("playbooks/runs.html", **shown)


@require_GET
@opens_with(VIEW, also_by_object=True)
def run(request, pk):
    """One run: its gate, what is missing, its time line, its steps."""
    context = of_run(request.user, seen(request, pk), now=timezone.now())
    return page_or_part(request, "playbooks/run.html", "run", context)


@require_GET
@opens_with(VIEW, also_by_object=True)
def gate(request, pk):
    """A part: the gate alone. Who has seen it as it is gets no other."""
    context = of_gate(seen(request, pk), now=timezone.now())
    if request.GET.get("seen") == context["mark"]:
        return HttpResponse(status=204)
    return render(request, "playbooks/gate.html", context)


@require_GET
@opens_with(VIEW, also_by_object=True)
def history(request, pk):
    """A part: what happened to it and to its steps."""
    context = {"events": events_of(seen(request, pk))}
    return render(request, "playbooks/history.html", context)


@require_POST
@opens_with(VIEW, also_by_object=True)
def look(request, pk):
    """Ask all its evidence now."""
    found = seen(request, pk)
    actions.look_again(now=timezone.now(), runs=[found])
    return answer(request, found, said=_("Looked again."))


@require_POST
@opens_with("playbooks.change_playbook")
def take_proposal(request, pk):
    """What its runs taught goes into the playbook’s next version."""
    found = seen(request, pk)
    key = request.POST.get("proposal", "")
    lessons.take(found.playbook, key, by=request.user, at=timezone.now())
    return answer(request, found, said=_("It stands in the next version."))


def seen(request, pk):
    """A run the reader may see, with all that its page names."""
    rows = Run.objects.visible_to(request.user)
    named = rows.select_related("playbook", "edition", "owner", "started_by", "subject_type")
    return get_object_or_404(named, pk=pk)


def answer(request, found, *, said="", status=None, **context):
    """The run as it now is; a plain browser goes to its page."""
    if not request.htmx and status is None:
        return redirect(found)
    context = of_run(request.user, seen(request, found.pk), now=timezone.now(), **context)
    response = page_or_part(request, "playbooks/run.html", "run", context, status=status)
    return trigger_client_event(response, "say", {"value": said}) if said else response
