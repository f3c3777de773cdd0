"""Leading a run: another date, another owner, its end, calling it off."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import retarget

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.playbooks import actions
from roles.playbooks.forms import ChangeForm, WhyForm
from roles.playbooks.views.runs import answer, seen

LEAD = "playbooks.lead_run"
CANCEL_ID = "cancel_%s"  # two forms on one page


@require_GET
@opens_with(LEAD)
def lead(request, pk):
    """A part: what its leader may do with it."""
    return _asked(request, seen(request, pk))


@require_POST
@opens_with(LEAD)
def change(request, pk):
    """Another date or another owner; everything is planned again."""
    found, form = seen(request, pk), ChangeForm(request.POST, by=request.user)
    if not form.is_valid():
        return _asked(request, found, status=422, change_form=form)
    actions.change(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return answer(request, found, said=_("Planned again."))


@require_POST
@opens_with(LEAD)
def cancel(request, pk):
    """It will not be done."""
    found, form = seen(request, pk), WhyForm(request.POST, auto_id=CANCEL_ID)
    if not form.is_valid():
        return _asked(request, found, status=422, cancel_form=form)
    actions.cancel(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return answer(request, found, said=_("Cancelled."))


@require_POST
@opens_with(LEAD)
def end(request, pk):
    """It is behind us."""
    found = seen(request, pk)
    actions.end(found, by=request.user, at=timezone.now())
    return answer(request, found, said=_("Ended."))


def _asked(request, run, *, status=None, **forms):
    """The forms. One that was filled in wrongly comes back as it was, in its place."""
    planned = {"ends_at": run.ends_at, "owner": run.owner_id}
    context = {
        "run": run,
        "change_form": ChangeForm(by=request.user, initial=planned),
        "cancel_form": WhyForm(auto_id=CANCEL_ID),
    } | forms
    response = page_or_part(request, "playbooks/lead.html", "lead", context, status=status)
    return retarget(response, "#lead") if forms else response
