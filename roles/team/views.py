"""The doors of the team: who is in, one person, and one's own settings."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.lib.asked import number_of, words_of
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.team import calendars, presence
from roles.team.forms import AbsenceForm, MeForm
from roles.team.models import Absence, Role, User

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
FIRST_HITS = 5


@require_GET
@opens_with("team.view_user")
def team(request):
    """Who is in, who wears which hat, and which hats have nobody."""
    now = timezone.now()
    people = presence.of_people(_staff(), now=now)
    shop = calendars.of_shop()
    works = presence.working_days([shop], now=now)
    days = presence.working_days([shop, *(one.clock for one in people)], now=now)
    roles = Role.objects.filter(is_active=True).select_related("lead", "deputy").order_by("pk")
    covers = presence.of_roles(roles, people, days=days, works=works)
    context = {
        "people": people,
        "days": list(people[0].hours) if people else [],
        "works": works,
        "worked": days,
        "is_open": bool(people) and works[:1] == list(people[0].hours)[:1],
        "worn": [cover for cover in covers if cover.people],
        "bare": [cover.role for cover in covers if not cover.people],
    }
    return page_or_part(request, "team/team.html", "people", context)


@require_GET
@opens_with("team.view_user")
def person(request, pk):
    """One person: hats, hours, and when they are away."""
    return _person_page(request, _member(request, pk), AbsenceForm())


@require_POST
@opens_with("team.add_absence")
def absent(request, pk):
    """Somebody will not be in."""
    member = _member(request, pk)
    form = AbsenceForm(request.POST, instance=Absence(user=member))
    if not form.is_valid():
        return _person_page(request, member, form, status=422)
    form.save()
    return _shown(request, member)


@require_POST
@opens_with("team.delete_absence")
def present(request, pk, absence_pk):
    """They will be in after all."""
    member = _member(request, pk)
    get_object_or_404(Absence, pk=absence_pk, user=member).delete()
    return _shown(request, member)


@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    """One's own language, clock, mail and tables."""
    form = MeForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        return redirect("team:me")
    status = 422 if form.errors else None
    return page_or_part(request, "team/me.html", "form", {"form": form}, status=status)


@require_GET
def search(request):
    """The people among what is found."""
    words = words_of(request)
    found = User.objects.none()
    if words:
        found = User.objects.visible_to(request.user).staff().named_like(words)
    people = found.with_hats().order_by("name", "pk")[:FIRST_HITS]
    return render(request, "team/search.html", {"words": words, "people": people})


@require_GET
@login_not_required
def cast(request):
    """Who one may be in a demo shop: the login page asks for this list."""
    _only_in_a_demo()
    return render(request, "team/cast.html", {"people": _staff().order_by("pk")})


@require_POST
@login_not_required
def login_as(request):
    """A demo shop lets anybody in as one of its cast."""
    _only_in_a_demo()
    number = request.POST.get("person", "")
    member = get_object_or_404(_staff(), pk=number_of(number))
    login(request, member, backend=BACKEND)
    return redirect("/")


def _only_in_a_demo():
    if not settings.DEMO:
        raise Http404


def _staff():
    return User.objects.staff().with_hats().order_by("name", "pk")


def _member(request, pk):
    people = User.objects.visible_to(request.user).with_hats()
    return get_object_or_404(people, pk=pk)


def _person_page(request, member, form, *, status=None):
    now = timezone.now()
    absences = member.absences.filter(to_date__gte=timezone.localdate(now)).order_by("from_date")
    (here,) = presence.of_people([member], now=now)
    context = {
        "kind": ContentType.objects.get_for_model(User),
        "member": member,
        "here": here,
        "absences": absences,
        "form": form,
        "shows_reason": request.user.has_perm("team.view_absence") or request.user == member,
    }
    return page_or_part(request, "team/person.html", "absences", context, status=status)


def _shown(request, member):
    if request.htmx:
        return _person_page(request, member, AbsenceForm())
    return redirect(member)
