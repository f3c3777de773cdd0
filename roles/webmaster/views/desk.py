"""The webmaster's morning, and a panel of what is broken for other pages."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from catalog.models import Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.webmaster import desk as seen

IN_A_PANEL = 5


@require_GET
@opens_with("webmaster.change_defect")
def desk(request):
    """What is broken by money per hour, what does not answer, what goes out next."""
    user, now = request.user, timezone.now()
    context = {
        "figures": seen.figures(user, now=now),
        "failing": seen.failing(user, now=now),
        "certificates": seen.certificates(user, now=now),
        "broken": seen.broken(user, now=now),
        "to_look_at": seen.to_look_at(user),
        "releases": seen.next_releases(user, now=now),
        "freezes": seen.next_freezes(now=now),
        "currency": Shop.current().currency,
        "now": now,
        "is_demo": settings.DEMO,
    }
    return page_or_part(request, "webmaster/desk.html", "desk", context)


@require_GET
@opens_with("webmaster.change_defect")
def panel(request):
    """A panel: the dearest defects and the addresses that fail."""
    user, now = request.user, timezone.now()
    context = {
        "broken": seen.broken(user, now=now)[:IN_A_PANEL],
        "failing": seen.failing(user, now=now)[:IN_A_PANEL],
        "currency": Shop.current().currency,
    }
    return render(request, "webmaster/panels.html#broken", context)
