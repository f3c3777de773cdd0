"""Pages that belong to no app: where is what I look for, and in which language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from config.lib.asked import words_of

SEARCHED = [
    "orders:search",
    "catalog:search",
    "marketing:search",
    "logistics:search",
    "customer_care:search",
    "team:search",
]


@require_GET
def search(request):
    """One section per app, each fetched from the app that owns it."""
    words = words_of(request)
    return render(
        request, "search.html", {"words": words, "sections": [reverse(door) for door in SEARCHED]}
    )


@require_POST
@login_not_required
def speak(request):
    """The reader chooses a language: kept with the person, and in this browser."""
    language = request.POST.get("language")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response
