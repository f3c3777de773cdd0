"""Customer care's desk, one refund, and what others show of refunds."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from customer_care import desk as seen
from customer_care.forms import RefuseForm
from customer_care.models import Conversation
from customer_care.views.sheets import STATES
from orders import actions as orders
from orders.models import Refund


@require_GET
@opens_with("orders.view_refund")
def desk(request):
    """Whose clock runs out first; refunds that wait and low reviews on the next tabs."""
    refunds = Refund.objects.visible_to(request.user)
    if request.headers.get("HX-Target") == "queue" or _is_queue(request):
        return _queue(request)
    if request.headers.get("HX-Target") == "waiting":
        context = _waiting(refunds) | {"refund": {"pk": request.GET.get("refund")}}
        return page_or_part(request, "customer_care/desk.html", "waiting", context)
    if request.GET.get("tab") == "reviews":
        now = timezone.now()
        context = {
            "tab": "reviews",
            "figures": seen.figures(refunds, now=now),
            "reviews": seen.low_reviews(now=now)[: seen.SHOWN],
        }
        return page_or_part(request, "customer_care/desk.html", "desk", context)
    return _desk(request, refunds, pk=request.GET.get("refund", ""))


def _is_queue(request):
    may_see = request.user.has_perm("customer_care.view_conversation")
    return may_see and "refund" not in request.GET and request.GET.get("tab", "") in ("", "queue")


def _queue(request):
    """The customers who wait for a word of ours."""
    now, rows = timezone.now(), Conversation.objects.visible_to(request.user)
    part = "queue" if request.headers.get("HX-Target") == "queue" else "desk"
    context = {
        "tab": "queue",
        "queue": seen.queue(rows, now=now),
        "states": STATES,
        "now": now,
    }
    if part == "desk":
        context["figures"] = seen.care_figures(rows, user=request.user, now=now)
    return page_or_part(request, "customer_care/desk.html", part, context)


@require_GET
@opens_with("orders.view_refund", also_by_object=True)
def refund(request, pk):
    """One refund: what it is for, what the order was, who decided."""
    refunds = Refund.objects.visible_to(request.user)
    return _record(request, _found(refunds, pk), RefuseForm())


@require_POST
@opens_with("orders.pay_refund")
def pay(request, pk):
    """The buyer has their money back."""
    found = get_object_or_404(Refund.objects.visible_to(request.user), pk=pk)
    orders.pay_refund(found, by=request.user, at=timezone.now())
    return _answer(request, found)


@require_POST
@opens_with("orders.pay_refund")
def refuse(request, pk):
    """The buyer does not get their money back, with the reason."""
    refunds = Refund.objects.visible_to(request.user)
    found = get_object_or_404(refunds, pk=pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return _desk(request, refunds, pk=str(pk), form=form, status=422)
        return _record(request, _found(refunds, pk), form, status=422)
    orders.refuse_refund(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found)


@require_GET
@opens_with("orders.view_refund")
def of_order(request, pk):
    """A panel: the refunds of an order, and what its buyer has asked about it."""
    refunds = Refund.objects.visible_to(request.user).filter(order=pk).select_related("line")
    asked = Conversation.objects.visible_to(request.user).filter(order=pk)
    context = {
        "refunds": refunds.order_by("requested_at", "pk"),
        "conversations": asked.order_by("-last_at", "-pk")[:10],
        "states": STATES,
    }
    return render(request, "customer_care/panels.html#of_order", context)


def _found(refunds, pk):
    found = seen.opened(refunds, str(pk))
    if found is None:
        raise Http404
    return found


def _answer(request, found):
    """For htmx the desk with the next refund that waits; for a browser this one, decided."""
    if not request.htmx:
        return redirect(found)
    return _desk(request, Refund.objects.visible_to(request.user), pk="", decided=found)


def _desk(request, refunds, *, pk, form=None, status=None, decided=None):
    chosen = seen.opened(refunds, pk)
    context = {
        **_waiting(refunds),
        "tab": "refunds",
        "figures": seen.figures(refunds, now=timezone.now()),
        "refund": chosen,
        "balance": chosen and seen.balance(chosen),
        "form": form or RefuseForm(),
        "decided": decided,
    }
    return page_or_part(request, "customer_care/desk.html", "desk", context, status=status)


def _waiting(refunds):
    late = timezone.now() - seen.PATIENCE
    return {"waiting": seen.waiting(refunds)[: seen.SHOWN], "late_before": late}


def _record(request, found, form, status=None):
    context = {
        "refund": found,
        "balance": seen.balance(found),
        "events": seen.history(found),
        "form": form,
    }
    return page_or_part(request, "customer_care/refund.html", "record", context, status=status)
