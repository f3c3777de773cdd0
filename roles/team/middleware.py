"""The reader's own language and clock, on every page."""

from django.utils import timezone, translation

from roles.team import calendars


class PersonMiddleware:
    """Speaks the language of who reads, and tells the time where they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = request.user.time_zone or calendars.shop_zone()
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone):
            return self.get_response(request)
