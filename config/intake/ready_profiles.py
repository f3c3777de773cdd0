"""The profiles that come with the house: read from files, kept as rows anybody may look at."""

import json
from pathlib import Path

from config.intake.models import Profile
from config.intake.ready_notes import NAMES, NOTES

FOLDER = Path(__file__).parent / "profiles"
PATTERNS = {
    "number": r"^\d+$",
    "moment": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$",
    "amount": r"^\d+(\.\d+)?$",
    "words": "",
}


def ready_profiles() -> list[dict]:
    """Every ready profile; one that also knows its files without headings is there twice."""
    profiles = []
    for path in sorted(FOLDER.glob("*.json")):
        for said in json.loads(path.read_text(encoding="utf-8")):
            headless = said.pop("headless", None)
            told = {"name": NAMES[said["key"]], "notes": NOTES.get(said["key"], "")}
            profiles.append({"reading": {}, "signature": [], **told, **said})
            if headless:
                profiles.append(_without_headings(profiles[-1], headless))
    return profiles


def _without_headings(profile, headless):
    """The same file as a database writes it out: no headings, and texts in single quotes."""
    reading = {
        "header": False,
        "quote": "'",
        "columns": list(headless),
        "shapes": [PATTERNS[shape] for shape in headless.values()],
    }
    key = f"{profile['key']}-raw"
    return {
        **profile,
        "key": key,
        "name": NAMES[key],
        "reading": {**profile["reading"], **reading},
        "signature": [],
    }


def keep_profiles(**_kwargs) -> None:
    """Bring the rows in line with the files."""
    for said in ready_profiles():
        key = said.pop("key")
        Profile.objects.update_or_create(key=key, defaults={**said, "is_built_in": True})
