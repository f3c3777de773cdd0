import pytest


@pytest.fixture(autouse=True)
def _own_memory(settings, tmp_path):
    """Tries are counted for this test alone, whoever else runs beside it."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}
