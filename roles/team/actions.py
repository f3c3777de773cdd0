"""Who comes, who goes, and which hats they wear. One function per verb; each is one transaction."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal
from config.lib.rights import group_of
from roles.team.grants import GRANTS
from roles.team.models import Membership, Role, User


@transaction.atomic
def sync_roles() -> None:
    """Make the built-in hats, and let each one's group hold exactly what the table gives it."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for key in Role.BUILT_IN:
        group, _made = Group.objects.get_or_create(name=group_of(key))
        Role.objects.get_or_create(key=key, defaults={"group": group})
        granted = [permissions[name] for name in GRANTS.get(key, []) if name in permissions]
        group.permissions.set(granted)


@transaction.atomic
def hire(*, email: str, name: str, password: str | None = None, roles=(), **fields) -> User:
    """Somebody joins the team, with their hats."""
    user = User.objects.create_user(email, password, name=name, **fields)
    for role in roles:
        join(user, role)
    return user


@transaction.atomic
def dismiss(user: User) -> None:
    """Somebody leaves: they can no longer come in, and their history stays."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db(fields=["is_active"])


@transaction.atomic
def join(user: User, role: str) -> None:
    """Give somebody a hat, and with it the hat's permissions."""
    hat = Role.objects.get(key=role)
    Membership.objects.get_or_create(user=user, role=hat)
    if hat.is_active:
        user.groups.add(hat.group)
    if hat.key == Role.ADMINISTRATOR:
        _open_the_set_up(user)


@transaction.atomic
def leave(user: User, role: str) -> None:
    """Take a hat back, and with it the permissions no other hat gives, and its lead."""
    hat = Role.objects.get(key=role)
    Membership.objects.filter(user=user, role=hat).delete()
    user.groups.remove(hat.group)
    Role.objects.filter(pk=hat.pk, lead=user).update(lead=None)
    Role.objects.filter(pk=hat.pk, deputy=user).update(deputy=None)
    if hat.key == Role.ADMINISTRATOR:
        _open_the_set_up(user)


@transaction.atomic
def open_role(*, name: str, permissions: Iterable[Permission] = ()) -> Role:
    """The shop adds a hat of its own."""
    key = key_for(name)
    if not key or Role.objects.filter(key=key).exists():
        raise Refusal(_("There is already a role called “%(name)s”.") % {"name": name})
    group = Group.objects.create(name=group_of(key))
    group.permissions.set(permissions)
    return Role.objects.create(key=key, given_name=name, group=group)


@transaction.atomic
def switch(role: Role, *, on: bool) -> None:
    """Put a hat away, or bring it back: while it is away nobody has its permissions."""
    Role.objects.filter(pk=role.pk).update(is_active=on)
    role.refresh_from_db(fields=["is_active"])
    wearing = User.objects.filter(memberships__role=role) if on else User.objects.none()
    role.group.user_set.set(wearing)
    if role.key == Role.ADMINISTRATOR:
        for user in User.objects.filter(memberships__role=role):
            _open_the_set_up(user)


@transaction.atomic
def allow(role: Role, permissions: Iterable[Permission]) -> None:
    """Say what a hat of the shop's own may do; the built-in ones follow the table."""
    if role.key in Role.BUILT_IN:
        raise Refusal(_("What “%(role)s” may do is fixed.") % {"role": role})
    role.group.permissions.set(permissions)


def key_for(name: str) -> str:
    """What the code calls a role the shop names so."""
    return slugify(name).replace("-", "_")[:40]


def _open_the_set_up(user: User) -> None:
    """Who wears the set-up hat may open the admin, and who puts it down no longer."""
    may = user.is_superuser or User.objects.wearing(Role.ADMINISTRATOR).filter(pk=user.pk).exists()
    User.objects.filter(pk=user.pk).update(is_staff=may)
    user.refresh_from_db(fields=["is_staff"])
