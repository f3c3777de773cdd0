"""Off with the morning e-mail, by a click in it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from roles.tasks import digest
from roles.team.models import User


@csrf_exempt  # the mail program presses the button itself (RFC 8058); the token is the key
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def off(request, token):
    """Ask, then send no more mornings. The link in the mail is the key; no login is needed."""
    person = get_object_or_404(User, pk=digest.person_of(token))
    if request.method == "POST":
        User.objects.filter(pk=person.pk).update(wants_digest=False)
        person.wants_digest = False
    return render(request, "tasks/digest_off.html", {"person": person})
