"""Search without extensions: PostgreSQL's full text, by the beginnings of words."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce, Concat

NOT_A_WORD = "@.,;:/\\-_+#'\"()[]"


class _Words(models.Func):
    """The text cut at every sign, so that `rossi` finds mario.rossi@example.it."""

    function = "translate"
    _signs = NOT_A_WORD.replace("'", "''")
    template = f"%(function)s(%(expressions)s, '{_signs}', '{' ' * len(NOT_A_WORD)}')"


class _Vector(models.Func):
    function = "to_tsvector"
    template = "%(function)s('simple'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


def searchable(*fields: str, is_long: bool = False) -> models.GeneratedField:
    """A column PostgreSQL keeps itself, holding the words of these columns. Index it with GIN.

    Where one of the columns is a long text, say so.
    """
    kind = {"output_field": models.TextField()} if is_long else {}
    texts = [Coalesce(models.F(field), models.Value(""), **kind) for field in fields]
    spaced = [part for text in texts for part in (text, models.Value(" "))]
    return models.GeneratedField(
        expression=_Vector(_Words(Concat(*spaced, output_field=models.TextField()))),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def matching(words: str) -> SearchQuery | None:
    """Rows whose words begin with each of these, or None when nothing was asked."""
    prefixes = re.findall(r"\w+", re.sub(f"[{re.escape(NOT_A_WORD)}]", " ", words.lower()))
    if not prefixes:
        return None
    asked = " & ".join(f"{prefix}:*" for prefix in prefixes[:8])
    return SearchQuery(asked, search_type="raw", config="simple")
