"""Who has the hours: the heat map, the load of a week, the people of a hat to hand work out to."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.lib.doors import opens_with
from roles.playbooks import capacity
from roles.team import presence
from roles.team.models import Role

A_WEEK, TWO_WEEKS = 7, 14


@require_GET
@opens_with("team.view_user")
def heat(request):
    """Each person, and each hat, on the next working days: work planned against hours."""
    days, look = _look(TWO_WEEKS)
    context = {"days": days, "people": look.people.values(), "roles": _worn(look)}
    return render(request, "playbooks/heat.html#heat", context)


@require_GET
@opens_with("team.view_user")
def load(request):
    """Who is in, and how full everybody's next seven days are: the fullest first."""
    _days, look = _look(A_WEEK)
    people = sorted(
        look.people.values(), key=lambda one: (-(one.whole.share or one.whole.planned), str(one.of))
    )
    presences = presence.of_people([one.of for one in people], now=timezone.now())
    context = {"loads": list(zip(people, presences, strict=True))}
    return render(request, "playbooks/heat.html#load", context)


@require_GET
@opens_with("team.view_user")
def hours(request, pk):
    """The people who wear a hat, and what the coming days leave them: where one hands out work."""
    role = get_object_or_404(Role, pk=pk)
    _days, look = _look(A_WEEK)
    wearing = [one for one in look.people.values() if role.pk in one.hats]
    people = sorted(wearing, key=lambda one: one.whole.planned - one.whole.free)
    return render(request, "playbooks/heat.html#hours", {"role": role, "people": people})


def _look(count):
    now = timezone.now()
    days = presence.staffed_days(now=now, count=count)
    return days, capacity.look(days, now=now)


def _worn(look):
    """The fullest hats first."""
    worn = [one for one in look.roles.values() if one.whole.planned]
    return sorted(worn, key=lambda one: one.whole.free - one.whole.planned)
