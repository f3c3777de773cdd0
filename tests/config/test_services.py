"""A laptop brings its own servers; a production machine that lacks an address does not start."""

import os
import secrets
import subprocess
import sys

import pytest

from config.lib.services import ROOT

PRODUCTION = {
    "REGIA_PRODUCTION": "1",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "DATABASE_URL": "postgres://u:p@localhost/x",
    "DATABASE_POOL": "4",
    "REDIS_URL": "redis://localhost",
    "ALLOWED_HOSTS": "regia.example.com",
    "SITE_URL": "https://regia.example.com",
    "SMTP_URL": "smtp://localhost",
    "MAIL_FROM": "regia@example.com",
    "REGIA_DATA": "data",
}


def manage(*arguments, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"REGIA_PRODUCTION"}))
def test_production_does_not_start_without(missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}

    outcome = manage("check", **variables)

    assert outcome.returncode != 0
    assert f"Set {missing}." in outcome.stderr


def test_production_passes_djangos_own_inspection():
    outcome = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert outcome.returncode == 0, outcome.stderr


def test_a_fresh_folder_becomes_a_shop(scratch_shop):
    folder = scratch_shop / ("deep-" * 20)  # a Unix socket's path may not be this long

    outcome = manage("shell", "-c", COUNT_ROLES, REGIA_DATA=str(folder))

    assert outcome.stdout.strip().endswith("True True")


COUNT_ROLES = """
from django.core.cache import cache
from roles.team.models import Role
cache.set("here", True)
print(Role.objects.count() == len(Role.BUILT_IN), cache.get("here"))
"""
