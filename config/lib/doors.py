"""Who may open a page. To a stranger a closed door does not exist: 404, never 403."""

from functools import wraps

from django.http import Http404


def opens_with(permission, *, also_by_object=False):
    """The page opens to holders of a permission.

    With `also_by_object` it opens to outsiders too: the view takes its rows from `visible_to`
    (and a list from `seen_by`), so they find just what was handed to them.
    """

    def decorate(view):
        @wraps(view)
        def door(request, *args, **kwargs):
            if not also_by_object and not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        return door

    return decorate


def seen_by(user, permission, rows):
    """The rows of a list, for whoever may list them all or was handed at least one of them."""
    if not user.has_perm(permission) and not rows.exists():
        raise Http404
    return rows
