from django.apps import AppConfig


class Ground(AppConfig):
    """Commands and static files of the ground; it has no tables of its own."""

    name = "config"
    label = "ground"
