"""Outsiders: people who wear no hat and see only the things handed to them."""

from django.db.models import Model
from guardian.shortcuts import assign_perm, remove_perm

from roles.team.models import User


def lend(user: User, obj: Model) -> None:
    """Let somebody see this one thing."""
    assign_perm(_view(obj), user, obj)


def take_back(user: User, obj: Model) -> None:
    """The thing is no longer theirs to see."""
    remove_perm(_view(obj), user, obj)


def _view(obj: Model) -> str:
    return f"{obj._meta.app_label}.view_{obj._meta.model_name}"
