"""The cast. Every test uses the same few people, so a name already tells what they may do."""

import tempfile
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from config.lib.clock import A_DAY
from roles.team import actions as team
from roles.team import calendars
from roles.team.models import Role
from tests import schema
from tests.house import House
from tests.slate import Slate

SHOP_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(config, items):
    """Those of a group share a worker: xdist 3.8 reads the group from the test's name, and writes
    it where pytest 9.2 no longer looks."""
    for item in items if hasattr(config, "workerinput") else []:
        for group in item.iter_markers("xdist_group"):
            item._id = type(item.id).parse(f"{item.nodeid}@{group.args[0]}")
            assert item.nodeid.endswith(f"@{group.args[0]}")


@pytest.fixture(autouse=True)
def _plain_ground(settings, tmp_path, monkeypatch):
    """Uploads and mail go to a folder of the test's own; nothing is remembered between tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True  # each test's browser would list every file anew
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    translation.activate("en")
    cache.clear()
    calendars.forget()
    monkeypatch.setattr(calendars, "REMEMBERED_FOR", A_DAY.total_seconds())  # a test is an instant


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each worker copies the migrated tables instead of migrating for itself."""
    if settings.LAPTOP:
        copied = {"TEMPLATE": schema.template(), "MIGRATE": False}
        connections["default"].settings_dict["TEST"].update(copied)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a test that commits goes only what was written; elsewhere Django empties it all."""
    with pytest.MonkeyPatch.context() as patch:
        wipe = partial(call_command, "flush", interactive=False, verbosity=0)
        if settings.LAPTOP:
            with django_db_blocker.unblock():
                wipe = Slate().wipe
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: wipe())
        yield wipe


@pytest.fixture(scope="session")
def wipe(django_db_setup):
    """Brings the tables back to what the migrations left in them."""
    return django_db_setup


@pytest.fixture
def shop_data():
    """The folder of real shop exports, where there is one."""
    if not SHOP_DATA.is_dir():
        pytest.skip(f"no real shop exports in {SHOP_DATA}")
    return SHOP_DATA


@pytest.fixture(scope="session")
def house(scratch_shop):
    """An open house with a small demo shop in it: real web, beat and worker, as on a laptop."""
    house = House(scratch_shop / "demo", REGIA_DEMO="1")
    if settings.LAPTOP:
        house.furnish(schema.written_down(scratch_shop / "tables.sql"))
    house.manage("demo", "--scale", "0.02")
    try:
        house.open("--only", "web", "beat")
        house.start_worker()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="session")
def scratch_shop():
    """A folder the embedded PostgreSQL may enter: pytest shuts its own to other users."""
    with tempfile.TemporaryDirectory(prefix="regia-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def hired(db):
    """Hire someone into hats: hired("zoe", Role.MARKETING)."""

    def hire(name, *roles, **fields):
        fields = {"language": "en"} | fields
        return team.hire(email=f"{name}@example.org", name=name.title(), roles=roles, **fields)

    return hire


@pytest.fixture
def gwen(hired):
    """Coordinates: the e-commerce manager."""
    return hired("gwen", Role.COORDINATOR)


@pytest.fixture
def wanda(hired):
    """Works in the warehouse."""
    return hired("wanda", Role.WAREHOUSE)


@pytest.fixture
def walt(hired):
    """Writes the product texts."""
    return hired("walt", Role.WEB_WRITER)


@pytest.fixture
def cara(hired):
    """Answers the customers."""
    return hired("cara", Role.CUSTOMER_CARE)


@pytest.fixture
def mark(hired):
    """Does the marketing."""
    return hired("mark", Role.MARKETING)


@pytest.fixture
def stella(hired):
    """A stranger: she has an account and no hat."""
    return hired("stella")


@pytest.fixture
def as_(client):
    """A browser logged in as someone: as_(wanda).get(...)."""

    def login(user):
        client.force_login(user)
        return client

    return login
