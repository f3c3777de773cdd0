"""What every page shows around its own content: where one may go from here."""

from django.conf import settings


def chrome(request):
    return {"demo": settings.DEMO}
