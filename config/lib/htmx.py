"""One URL, two answers: the page for a browser, the part for htmx. And one place to say no."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import reswap, retarget

from config.lib.refusals import Refusal


def page_or_part(request, template, part, context, *, status=None):
    htmx = request.htmx
    wants_part = htmx and not htmx.boosted and not htmx.history_restore_request
    name = f"{template}#{part}" if wants_part else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


class RefusalMiddleware:
    """Whatever was clicked, a refusal lands in the page's one place for bad news."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not request.htmx:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal):
            return None
        context = {"reason": str(exception)}
        if not request.htmx:
            return render(request, "refused.html", context, status=409)
        response = render(request, "refused.html#reason", context, status=409)
        return reswap(retarget(response, "#refusal"), "innerHTML")
