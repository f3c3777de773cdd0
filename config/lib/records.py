"""Any record of the shop as far as somebody may look at it. Nobody here knows one by name."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404


def seen_by(user, kind: ContentType, pk: int) -> Model | None:
    """A row that has a page, where somebody may look at it; to a stranger there is none."""
    model = kind.model_class()
    if model is None or not hasattr(model, "get_absolute_url"):
        return None
    rows = model._default_manager
    if hasattr(rows, "visible_to"):
        return rows.visible_to(user).filter(pk=pk).first()
    view = f"{kind.app_label}.view_{kind.model}"
    found = rows.filter(pk=pk).first()
    may_look = found is not None and (user.has_perm(view) or user.has_perm(view, found))
    return found if may_look else None


def or_404(user, type_id: int, pk: int) -> tuple[ContentType, Model]:
    """The kind and the row an address names."""
    kind = get_object_or_404(ContentType, pk=type_id)
    found = seen_by(user, kind, pk)
    if found is None:
        raise Http404
    return kind, found
