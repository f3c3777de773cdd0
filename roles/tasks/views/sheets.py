"""One task on one sheet: what it is about, how it is done, what was said, what may be done now."""

from django.utils.translation import gettext as _

from roles.tasks import inbox
from roles.tasks.forms import SNOOZES, CancelForm, CommentForm, HandOverForm, WaitForm
from roles.tasks.models import Mention, NeedSetting, Task


def sheet(request, task, *, now, undo=False, has_spoken=False, **forms):
    """All that a task's sheet shows. A form that was filled in wrongly comes back as it was."""
    may_work = Task.objects.workable_by(request.user).filter(pk=task.pk).exists()
    fresh = {
        "hand_over_form": HandOverForm(by=request.user),
        "wait_form": WaitForm(by=request.user, now=now),
        "cancel_form": CancelForm(),
        "comment_form": CommentForm(),
    }
    return (
        fresh
        | forms
        | {
            "task": task,
            "why": inbox.reason(task, user=request.user, now=now),
            "costs": inbox.costs(task, now=now),
            "brief": _brief(task),
            "events": _events(task),
            "snoozes": SNOOZES,
            "may_work": may_work,
            "may_cancel": not task.need or request.user.has_perm("tasks.assign_task"),
            "is_mine": task.assignee_id == request.user.pk,
            "is_unread": Mention.objects.filter(
                comment__task=task, person=request.user, read_at=None
            ).exists(),
            "door": task.door_url(),
            "undo": undo,
            "has_spoken": has_spoken,
        }
    )


def _brief(task):
    """How it is done: as the shop says, else as the need does, else as whoever asked."""
    setting = NeedSetting.objects.filter(key=task.need).first() if task.need else None
    if setting and setting.how:
        return setting.how
    return _(task.details) if task.need and task.details else task.details


def _events(task):
    """Moves and talk together, the newest first."""
    talk = [
        {"at": said.said_at, "by": said.author, "text": said.text, "state": "accent"}
        for said in task.comments.select_related("author")
    ]
    return sorted([*task.events(), *talk], key=lambda event: event["at"], reverse=True)
