"""Doors that take files: how much may come in is asked before any of it is read."""

from functools import wraps

from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from config.lib.refusals import Refusal

MEGABYTE = 2**20


def takes_at_most(most: int):
    """The door refuses a bigger body by its announced length.

    The page's token is checked behind it: looking for the token would read the body first.
    """

    def decorate(view):
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def door(request, *args, **kwargs):
            if int(request.META.get("CONTENT_LENGTH") or 0) > most:
                raise Refusal(
                    _("More than %(most)s MB at once. Send fewer or smaller files.")
                    % {"most": most // MEGABYTE}
                )
            return guarded(request, *args, **kwargs)

        return door

    return decorate
