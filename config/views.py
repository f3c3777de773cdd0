"""Pages that belong to no app: is the house well, and where is what I look for."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from config.jobs import SIGN_OF_LIFE


@require_GET
@login_not_required
def healthz(request):
    """Whether database, Redis and beat are alive. Without the database we are not well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok", "beat": cache.get(SIGN_OF_LIFE)})


@require_GET
def search(request):
    """One section per app, each fetched from the app that owns it."""
    return render(request, "search.html", {"words": request.GET.get("q", "").strip()})
