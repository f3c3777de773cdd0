"""The documents tell the truth: plates name every state, commands exist, links lead somewhere."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.utils import translation

from config.lib.services import ROOT
from config.lib.states import Movable

MOVABLE = [model for model in apps.get_models() if issubclass(model, Movable)]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PLATES = [
    Path(config.path, "README.md")
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
]


@pytest.mark.parametrize("plate", PLATES, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_every_app_has_its_door_plate(plate):
    assert plate.exists()


@pytest.mark.parametrize("model", MOVABLE, ids=lambda model: model._meta.label)
def test_the_door_plate_tells_the_life_of(model):
    plate = Path(apps.get_app_config(model._meta.app_label).path, "README.md").read_text()
    with translation.override("en"):
        missing = [str(label) for label in model.Status.labels if str(label) not in plate]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_named_exists(page):
    text = page.read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))

    assert set(re.findall(r"`?make ([a-z]+)", _code(text))) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


@pytest.mark.parametrize("page", [*PAGES, *PLATES], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert dead == []


def test_the_readme_leads_to_every_page():
    linked = set(re.findall(r"\]\((docs/\w[\w-]*\.md)\)", (ROOT / "README.md").read_text()))

    assert linked == {f"docs/{page.name}" for page in PAGES[1:]}


def _code(text):
    """Only what is set as code: prose may `make` what it likes."""
    blocks = re.findall(r"```.*?```|`[^`]+`|^ {4}.*$", text, re.S | re.M)
    return "\n".join(blocks)
