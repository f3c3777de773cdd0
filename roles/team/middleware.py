"""The reader's own language and clock, and the doors that stay shut."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from roles.team import calendars

# What django-allauth offers and this house does not: an address belongs to who set the person up.
SHUT = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
}


class PersonMiddleware:
    """Speaks the language of who reads, and tells the time where they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = request.user.time_zone or calendars.shop_zone()
        translation.activate(request.user.language or asked_for(request))
        request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone):
            return self.get_response(request)


def asked_for(request):
    """What who has not chosen a language yet reads: the browser's, else the shop's."""
    asks = "Accept-Language" in request.headers
    return translation.get_language() if asks else calendars.shop_language()


class DoorsMiddleware:
    """Shuts the account pages nobody needs, and gives the admin's pages the CSP they need."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = settings.ADMIN_CSP
        return response

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.url_name in SHUT:
            raise Http404
