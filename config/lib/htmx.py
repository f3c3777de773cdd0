"""One URL, two answers: the page for a browser, the part for htmx. And one place to say no."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, push_url, reswap, retarget

from config.lib.refusals import Refusal


def page_or_part(request, template, part, context, *, status=None):
    htmx = request.htmx
    wants_part = htmx and not htmx.boosted and not htmx.history_restore_request
    name = f"{template}#{part}" if wants_part else template
    response = render(request, name, context | {"is_part": wants_part}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


class RefusalMiddleware:
    """Whatever was clicked, a refusal lands in the page's one place for bad news.

    A plain form marked `hx-boost` stays on its page when it is refused, with all that was typed;
    when it worked, the browser goes where it is sent as it would have without.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not request.htmx:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        if _is_boosted_form(request) and response.has_header("Location"):
            return HttpResponseClientRedirect(response["Location"])
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal):
            return None
        context = {"reason": str(exception)}
        if not request.htmx:
            return render(request, "refused.html", context, status=409)
        response = render(request, "refused.html#reason", context, status=409)
        if _is_boosted_form(request):
            push_url(response, False)  # where it was posted to is no page
        return reswap(retarget(response, "#refusal"), "innerHTML")


def _is_boosted_form(request):
    return request.htmx and request.htmx.boosted and request.method == "POST"
