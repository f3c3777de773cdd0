from importlib import import_module

from django.apps import AppConfig


class Ground(AppConfig):
    """Commands and static files of the ground; it has no tables of its own."""

    name = "config"
    label = "ground"

    def ready(self):
        """Jobs are sent through our Celery; who only needs the servers need not load it."""
        import_module("config.celery")
