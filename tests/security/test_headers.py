"""S5: every answer carries its protection, whatever it is an answer to."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.urls import reverse

from config import views
from tests import doors
from tests.killed import our_database

EVERY_PAGE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
EVERY_POLICY = [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
]
PRODUCTION = {
    "REGIA_PRODUCTION": "1",
    "SECRET_KEY": "for-this-run-only-" + "x7Kq" * 12,
    "ALLOWED_HOSTS": "regia.example",
    "SITE_URL": "https://regia.example",
    "SMTP_URL": "smtps://user:word@mail.example:465",
    "MAIL_FROM": "Regia <regia@regia.example>",
    "DATABASE_POOL": "4",
}
LOOK_AT_THE_LOGIN = """
import django, json
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = (  # no files are collected for this look
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
django.setup()
from django.test import Client
client = Client(headers={"host": "regia.example", "x-forwarded-proto": "https"})
page = client.get("/accounts/login/")
plain = Client(headers={"host": "regia.example"}).get("/accounts/login/")
print(json.dumps({
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": [str(cookie) for cookie in page.cookies.values()],
    "plain": [plain.status_code, plain.headers.get("Location", "")],
}))
"""


# What strangers sent us: their files are shown in a box of their own.
SEALED = {"customer_care:attachment", "customer_care:original"}


def lacks(response, *, scripts="script-src 'self'"):
    """What an answer lacks of what every answer must carry."""
    policy = response.headers.get("Content-Security-Policy", "")
    missing = [name for name, value in EVERY_PAGE.items() if response.headers.get(name) != value]
    missing += [rule for rule in EVERY_POLICY if rule not in policy]
    if scripts not in policy.split("; "):
        missing.append(f"{scripts} (has {policy})")
    return missing


@pytest.fixture
def browser(hired, as_):
    found = as_(hired("everybody", *doors.HATS, language="en"))
    found.raise_request_exception = False
    return found


@pytest.mark.django_db
def test_every_page_and_every_verb(browser):
    rows = doors.rows()

    lacking = {}
    for door in doors.DOORS:
        for method in (*door.methods, "delete"):
            missing = lacks(getattr(browser, method)(door.url(rows)))
            if door.name in SEALED and method == "get":
                missing = [] if any("sandbox" in one for one in missing) else ["sandbox"]
            if missing:
                lacking[door.name, method] = missing

    assert lacking == {}


@pytest.mark.django_db
def test_what_is_not_there_and_what_went_wrong(browser, monkeypatch):
    assert lacks(browser.get("/no/such/page/")) == []

    monkeypatch.setattr(views, "render", lambda *args: 1 / 0)
    broken = browser.get("/search/")

    assert broken.status_code == 500
    assert lacks(broken) == []


@pytest.mark.django_db
def test_pages_for_strangers_and_files(client):
    for url in ("/accounts/login/", "/accounts/password/reset/", "/healthz", "/"):
        assert lacks(client.get(url)) == [], url
    file = client.get("/static/regia.css")
    assert file.status_code == 200
    assert lacks(file) == []


@pytest.mark.django_db
def test_the_admin_has_its_own_policy_and_no_inline_script_either(browser):
    for name in ("index", "catalog_channel_changelist", "team_user_add"):
        page = browser.get(reverse(f"admin:{name}"))
        policy = page.headers["Content-Security-Policy"]
        scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))

        assert lacks(page, scripts=scripts) == []
        assert "unsafe-inline" not in scripts


@pytest.mark.django_db
def test_no_page_of_ours_asks_for_what_the_policy_forbids(browser):
    """No inline script, style or handler: the browser would drop it in silence."""
    rows = doors.rows()
    forbidden = ("<script>", "<style", " style=", " onclick=", " onchange=", " onsubmit=", "hx-on")

    found = {}
    for door in doors.DOORS:
        if "get" in door.methods:
            page = browser.get(door.url(rows))
            text = "" if page.streaming else page.content.decode(errors="replace")
            inline = [word for word in forbidden if word in text]
            if inline:
                found[door.name] = inline

    assert found == {}


def in_production(*command, without=(), **more):
    """Run something as a server in production would."""
    kept = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "PATH", "REGIA_DATA")}
    variables = {**kept, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "config.settings", **more}
    for name in without:
        del variables[name]
    return subprocess.run(
        [sys.executable, *command],
        env=variables,
        cwd=configured.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("port", "tls"), [(465, ["ssl"]), (587, ["tls"])])
def test_mail_goes_out_over_tls_as_its_port_wants_it(port, tls):
    address = f"smtps://help%40shop.example:a%2Fb@mail.example:{port}"
    look = (
        "from django.conf import settings as s;"
        "print(s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD,"
        " *['ssl'] * s.EMAIL_USE_SSL, *['tls'] * s.EMAIL_USE_TLS)"
    )
    told = in_production("-c", look, SMTP_URL=address)

    assert told.stdout.split() == ["help@shop.example", "a/b", *tls], told.stderr


def test_production_passes_the_deployment_check():
    checked = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr
    assert "0 silenced" in checked.stdout + checked.stderr or "no issues" in checked.stdout


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL", "SMTP_URL"]
)
def test_production_does_not_start_with_a_variable_missing(name):
    started = in_production("-c", "import config.settings", without=[name])

    assert started.returncode != 0
    assert f"Set {name}." in started.stderr


def test_production_starts_when_nothing_is_missing():
    """The control of the above."""
    assert in_production("-c", "import config.settings").returncode == 0


@pytest.mark.django_db
def test_production_locks_its_cookies_and_insists_on_https():
    told = in_production("-c", LOOK_AT_THE_LOGIN, DATABASE_URL=our_database())
    assert told.returncode == 0, told.stderr
    page = json.loads(told.stdout.splitlines()[-1])

    assert page["status"] == 200
    assert page["headers"]["Strict-Transport-Security"].startswith("max-age=31536000")
    assert page["plain"] == [301, "https://regia.example/accounts/login/"]
    for cookie in page["cookies"]:
        assert cookie.startswith("Set-Cookie: __Host-"), cookie
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")), cookie
