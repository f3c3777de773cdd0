"""Mail that did not become a message: why, the original, and a way to take it in after all."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from config.lib.doors import opens_with
from config.lib.refusals import Refusal
from config.lib.ring import ring
from customer_care import jobs, receiving
from customer_care.mail import NotUnderstood
from customer_care.models import Letter, Message
from customer_care.views.conversations import handed_out

ANSWER = "customer_care.answer_conversation"
MOST = 200


@require_GET
@opens_with(ANSWER)
def listed(request):
    """What a person should look at, the newest first; then what was set aside."""
    shelf = Letter.Status.SET_ASIDE if request.GET.get("show") == "aside" else "rejected"
    rows = Letter.objects.filter(status=shelf).order_by("-received_at", "-pk")[:MOST]
    return render(request, "customer_care/mail.html", {"letters": rows, "show": shelf})


@require_GET
@opens_with(ANSWER)
def letter(request, pk):
    """One mail that is no message: whose it is, why, and what can be done with it."""
    found = get_object_or_404(Letter, pk=pk)
    message = Message.objects.filter(letter=found).select_related("conversation").first()
    return render(request, "customer_care/letter.html", {"letter": found, "message": message})


@require_POST
@opens_with(ANSWER)
def set_aside(request, pk):
    """It was answered by hand, or needs no answer."""
    found = get_object_or_404(Letter, pk=pk)
    reason = gettext_noop("Looked at by a person.")
    found.set_aside(by=request.user, at=timezone.now(), reason=reason)
    return redirect("customer_care:mail")


@require_GET
@opens_with(ANSWER)
def original(request, pk):
    """The mail byte for byte, to be opened in a mail program."""
    letter = get_object_or_404(Letter.objects.exclude(file=""), pk=pk)
    return handed_out(letter.file, f"{letter.pk}.eml")


@require_POST
@opens_with(ANSWER)
def take(request, pk):
    """It is a customer's after all."""
    letter = get_object_or_404(Letter.objects.exclude(file=""), pk=pk)
    try:
        return redirect(receiving.take_anyway(letter, by=request.user, at=timezone.now()))
    except NotUnderstood as no:
        raise Refusal(gettext(str(no))) from no


@require_POST
@opens_with(ANSWER)
def again(request, pk):
    """Try once more to understand it."""
    letter = get_object_or_404(Letter.objects.exclude(file=""), pk=pk)
    letter.try_again(by=request.user, at=timezone.now())
    ring(jobs.take_in_mail)
    return redirect("customer_care:mail")
