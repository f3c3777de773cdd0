"""Marketing's desk, and what others find of campaigns."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.lib.asked import words_of
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.lists import first_found
from roles.marketing import showing
from roles.marketing.models import Campaign


@require_GET
@opens_with("marketing.change_campaign")
def desk(request):
    """What comes next, what burns money, what nears its cap, and what waits for us."""
    context = showing.desk(request.user, now=timezone.now())
    return page_or_part(request, "marketing/desk.html", "desk", context)


@require_GET
@opens_with("marketing.view_campaign", also_by_object=True)
def search(request):
    """The few campaigns that words from the search box find."""
    words = words_of(request)
    found = []
    if words:
        found = Campaign.objects.visible_to(request.user).found_by(words)
        found = first_found(found, "-starts_at", "-pk")
    context = {"words": words, "campaigns": found, "states": showing.STATES}
    return render(request, "marketing/search.html", context)
