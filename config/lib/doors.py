"""Who may open a page. To a stranger a closed door does not exist: 404, never 403."""

from functools import lru_cache, wraps
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.urls import Resolver404, get_urlconf, resolve


def opens_with(permission, *, also_by_object=False):
    """The page opens to holders of a permission.

    With `also_by_object` it opens to outsiders too: the view takes its rows from `visible_to`
    (and a list from `seen_by`), so they find just what was handed to them. Where the address
    names a row of another kind, it says which: `also_by_object=products_drawn_by`.
    """

    def decorate(view):
        @wraps(view)
        def door(request, *args, **kwargs):
            if not also_by_object and not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        door.opens_with, door.also_by_object = permission, also_by_object
        return door

    return decorate


def seen_by(user, permission, rows):
    """The rows of a list, for whoever may list them all or was handed at least one of them."""
    if not user.has_perm(permission) and not rows.exists():
        raise Http404
    return rows


def is_open_to(user, address):
    """Whether somebody finds a page behind an address: else it is shown to them as plain words.

    A page of one row is known by the `pk` in its address, of the kind its permission names. What
    was handed to an outsider is asked once for each kind, however many links a page has.
    """
    if not address.startswith("/"):
        return bool(address)  # a page of somebody else's house
    found = _door_at(urlsplit(address).path, get_urlconf())
    if found is None:
        return False
    permission, also_by_object, pk = found
    if not permission or user.has_perm(permission):
        return True
    return bool(also_by_object) and pk in _handed_to(user, permission, also_by_object)


@lru_cache(maxsize=4096)
def _door_at(path, urlconf):
    """What opens the page at a path, and the row it shows; no page, nothing."""
    try:
        match = resolve(path, urlconf)
    except Resolver404:
        return None
    view = match.func
    permission = getattr(view, "opens_with", "")
    return permission, getattr(view, "also_by_object", False), match.kwargs.get("pk")


def _handed_to(user, permission, also_by_object):
    """The rows somebody may see though they may not see all of their kind."""
    handed = user.__dict__.setdefault("handed_rows", {})
    key = (permission, also_by_object)
    if key not in handed:
        rows = also_by_object(user) if callable(also_by_object) else _visible(user, permission)
        handed[key] = set(rows.order_by().values_list("pk", flat=True))
    return handed[key]


def _visible(user, permission):
    label, _, codename = permission.partition(".")
    kind = ContentType.objects.get_by_natural_key(label, codename.partition("_")[2])
    return kind.model_class()._default_manager.visible_to(user)
