"""Who somebody is and what they may do, in one question: every page asks it."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr

HAT = "role:"  # each hat has a group of this name and its key
SOMEBODY = -1  # no row has this number: it holds the place of whoever is asked about


class Backend(AuthenticationBackend):
    """Logs in as allauth does. A person comes with their permissions, direct and by group."""

    def get_user(self, user_id):
        question, values = _question()
        values = [user_id if value == SOMEBODY else value for value in values]
        person = next(iter(get_user_model().objects.raw(question, values)), None)
        return person if person and self.user_can_authenticate(person) else None

    def get_all_permissions(self, user_obj, obj=None):
        held = user_obj.__dict__.get("held_permissions")
        if held is None or obj is not None or user_obj.is_superuser or not user_obj.is_active:
            return super().get_all_permissions(user_obj, obj)
        if not isinstance(held, frozenset):
            held = user_obj.held_permissions = frozenset(held)
        return held


@cache
def _question():
    """Put into SQL once: that takes Django several times as long as PostgreSQL needs to answer."""
    people = get_user_model().objects.annotate(held_permissions=_held_by(SOMEBODY))
    return people.filter(pk=SOMEBODY).query.sql_with_params()


def _held_by(user_id):
    direct, by_group = Permission.objects.filter(user=user_id), Q(group__user=user_id)
    held = Q(pk__in=direct.values("pk")) | Q(
        pk__in=Permission.objects.filter(by_group).values("pk")
    )
    named = Concat(F("content_type__app_label"), Value("."), F("codename"))
    return ArraySubquery(Permission.objects.filter(held).order_by().values_list(named))


def group_of(hat: str) -> str:
    """The name of the group in which everybody wears this hat."""
    return f"{HAT}{hat}"


def hats_of(user) -> QuerySet:
    """The keys of the hats somebody wears, for floors that know people only by their rights."""
    hats = user.groups.filter(name__startswith=HAT)
    return hats.annotate(hat=Substr("name", len(HAT) + 1)).values("hat")


def hats(**which) -> dict[str, str]:
    """What the shop calls its hats, by their keys."""
    return get_user_model().hats(**which)
