"""The house as granian starts it, with the plain list at one address more."""

from django.conf import settings

from config import wsgi

application = wsgi.application
settings.ROOT_URLCONF = "benchmarks.plain"
