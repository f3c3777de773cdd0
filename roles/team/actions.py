"""Who comes, who goes, and which hats they wear. One function per verb; each is one transaction."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from roles.team.grants import GRANTS
from roles.team.models import Membership, Role, User


@transaction.atomic
def sync_roles() -> None:
    """Make the built-in hats, and let each one's group hold exactly the permissions in the table."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for key in Role.BUILT_IN:
        group, _ = Group.objects.get_or_create(name=f"role:{key}")
        Role.objects.get_or_create(key=key, defaults={"group": group})
        group.permissions.set([permissions[name] for name in GRANTS.get(key, [])])


@transaction.atomic
def hire(*, email: str, name: str, password: str | None = None, roles=(), **fields) -> User:
    """Somebody joins the team, with their hats."""
    user = User.objects.create_user(email, password, name=name, **fields)
    for role in roles:
        join(user, role)
    return user


@transaction.atomic
def join(user: User, role: str) -> None:
    """Give somebody a hat, and with it the hat's permissions."""
    hat = Role.objects.get(key=role)
    Membership.objects.get_or_create(user=user, role=hat)
    user.groups.add(hat.group)


@transaction.atomic
def leave(user: User, role: str) -> None:
    """Take a hat back, and with it the permissions no other hat gives."""
    hat = Role.objects.get(key=role)
    Membership.objects.filter(user=user, role=hat).delete()
    user.groups.remove(hat.group)
