"""What may be done with a task. Each verb answers with the task's sheet as it now is."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.refusals import Refusal
from roles.tasks import actions, inbox
from roles.tasks.forms import (
    BulkForm,
    CancelForm,
    CommentForm,
    HandOverForm,
    TaskForm,
    WaitForm,
    snoozed_until,
)
from roles.tasks.models import Task
from roles.tasks.views.sheets import sheet


@require_GET
def task(request, pk):
    """One task: its subject, its brief, its tools, its talk."""
    context = sheet(request, _readable(request, pk), now=timezone.now())
    return page_or_part(request, "tasks/task.html", "sheet", context)


@require_POST
def read(request, pk):
    """I have seen what was said to me."""
    found = _readable(request, pk)
    inbox.read_all(found, request.user, now=timezone.now())
    if not request.htmx:
        return redirect(found)
    return trigger_client_event(HttpResponse(status=204), "tasks-changed", {})


@require_POST
def take(request, pk):
    found = _workable(request, pk)
    found.take(by=request.user, at=timezone.now())
    return _answer(request, found, said=_("It is yours."))


@require_POST
def hand_over(request, pk):
    found, form = _workable(request, pk), HandOverForm(request.POST, by=request.user)
    if not form.is_valid():
        return _answer(request, found, status=422, hand_over_form=form)
    actions.hand_over(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Handed over."))


@require_POST
def wait(request, pk):
    found, now = _workable(request, pk), timezone.now()
    form = WaitForm(request.POST, by=request.user, now=now)
    if not form.is_valid():
        return _answer(request, found, status=422, wait_form=form)
    found.wait(**form.cleaned_data, by=request.user, at=now)
    return _answer(request, found, said=_("Put to rest."))


@require_POST
def wake(request, pk):
    found = _workable(request, pk)
    found.wake(by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Back in the list."))


@require_POST
def finish(request, pk):
    found = _workable(request, pk)
    actions.finish(found, by=request.user, at=timezone.now())
    return _answer(request, found, undo=True, said=_("Done."))


@require_POST
def cancel(request, pk):
    found, form = _workable(request, pk), CancelForm(request.POST)
    if found.need and not request.user.has_perm("tasks.assign_task"):
        raise Http404
    if not form.is_valid():
        return _answer(request, found, status=422, cancel_form=form)
    actions.cancel(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found, undo=True, said=_("Cancelled."))


@require_POST
def reopen(request, pk):
    found = _workable(request, pk)
    found.reopen(by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Open again."))


@require_POST
def comment(request, pk):
    found, form = _readable(request, pk), CommentForm(request.POST)
    if not form.is_valid():
        return _answer(request, found, status=422, comment_form=form)
    actions.comment(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found, has_spoken=True, said=_("Said."))


@require_POST
def bulk(request):
    """One verb for the chosen tasks; what one of them refuses is told, the others go on."""
    form = BulkForm(request.POST, by=request.user)
    if not form.is_valid():
        return render(request, "tasks/inbox.html#report", {"form": form}, status=422)
    done, refused = _each(request, form.cleaned_data)
    if not request.htmx:
        return redirect("tasks:inbox")
    context = {"done": done, "refused": refused}
    response = render(request, "tasks/inbox.html#report", context)
    return trigger_client_event(response, "tasks-changed", {})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("team.view_user")
def new(request):
    """Ask for work by hand, about a record where the address names one."""
    form = TaskForm(request.POST or None, by=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        opened = actions.open_by_hand(form.save(), by=request.user, at=timezone.now())
        return redirect(opened)
    status = 422 if form.errors else None
    return render(request, "tasks/new.html", {"form": form}, status=status)


def _each(request, asked):
    """Do the verb to each task that is ours to work on. Returns how many, and what was refused."""
    now, done, refused = timezone.now(), 0, []
    for found in Task.objects.workable_by(request.user).shown().filter(pk__in=asked["task"]):
        try:
            _do(found, asked, by=request.user, at=now)
            done += 1
        except Refusal as no:
            refused.append(str(no))
    return done, refused


def _do(found, asked, *, by, at):
    if asked["verb"] == "take":
        found.take(by=by, at=at)
    elif asked["verb"] == "assign":
        actions.hand_over(found, asked["to"], by=by, at=at)
    else:
        found.wait(until=snoozed_until(asked["preset"], at), by=by, at=at)


def _readable(request, pk):
    return get_object_or_404(Task.objects.visible_to(request.user).shown(), pk=pk)


def _workable(request, pk):
    return get_object_or_404(Task.objects.workable_by(request.user).shown(), pk=pk)


def _answer(request, found, *, said="", status=None, **context):
    """The sheet as it now is; a plain browser goes to the task's page."""
    if not request.htmx and status is None:
        return redirect(found)
    context = sheet(request, found, now=timezone.now(), **context)
    response = page_or_part(request, "tasks/task.html", "sheet", context, status=status)
    if status is None:
        trigger_client_event(response, "tasks-changed", {})
        trigger_client_event(response, "say", {"value": said})
    return response
