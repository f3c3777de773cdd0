"""The doors of the team: who is in, one person, and one's own settings."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from roles.team.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def language(request):
    """Read everything in another language from now on."""
    chosen = request.POST.get("language")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    User.objects.filter(pk=request.user.pk).update(language=chosen)
    return redirect(_back(request))


@require_POST
@login_not_required
def login_as(request):
    """A demo shop lets anybody in as one of its cast."""
    if not settings.DEMO:
        raise Http404
    member = get_object_or_404(User.objects.filter(is_active=True), pk=request.POST.get("person"))
    login(request, member, backend=BACKEND)
    return redirect("/")


def _back(request):
    """The page somebody came from, if it is one of ours."""
    address = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"
