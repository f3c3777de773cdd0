"""Italian and Spanish are complete: no text of a page is left in English."""

import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from config.lib.services import ROOT

LANGUAGES = ["it", "es"]
ROOTS = ["config", "catalog", "orders", "logistics", "customer_care", "roles", "analytics"]


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    texts = catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    missing = [message.id for message in texts if message.id and not _is_told(message)]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_its_placeholders(language):
    texts = catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    wrong = [(message.id, str(error)) for message in texts for error in message.check()]

    assert wrong == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_every_text_in_the_code_is_in_the_catalogues(tmp_path):
    """Collect the texts anew, in a copy, and look for those the catalogues do not know."""
    house = tmp_path / "house"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "staticfiles", "tests", "benchmarks")
    shutil.copytree(ROOT, house, ignore=ignored)
    known = {language: _ids(ROOT, language) for language in LANGUAGES}

    arguments = [part for language in LANGUAGES for part in ("--locale", language)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *arguments, "--no-location", "--no-obsolete"],
        cwd=house,
        check=True,
        capture_output=True,
    )

    assert {language: _ids(house, language) - known[language] for language in LANGUAGES} == {
        language: set() for language in LANGUAGES
    }


def test_no_text_hides_under_a_name_the_collector_does_not_know():
    hidden = re.compile(r"gettext\w* as (?!_\b)")
    files = [path for app in ROOTS for path in (ROOT / app).rglob("*.py")]

    assert [str(path) for path in files if hidden.search(path.read_text())] == []


def _ids(house, language):
    texts = catalogue(house / "locale" / language / "LC_MESSAGES" / "django.po")
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in texts
        if message.id
    }


def _is_told(message):
    told = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(told) and not message.fuzzy
