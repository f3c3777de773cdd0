"""The profiles that come with the house: read from files, kept as rows anybody may look at."""

import json
from pathlib import Path

from config.intake.models import Profile
from config.intake.ready_notes import NAMES, NOTES

FOLDER = Path(__file__).parent / "profiles"
LITERAL = {"value", "with", "find", "replace", "map", "like", "unlike", "is", "times", "places"}
PATTERNS = {
    "number": r"^\d+$",
    "moment": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$",
    "amount": r"^\d+(\.\d+)?$",
    "words": "",
}


def ready_profiles() -> list[dict]:
    """Every ready profile; one that also knows its files without headings, or in other languages,
    is there once for each."""
    profiles = []
    for path in sorted(FOLDER.glob("*.json")):
        for said in json.loads(path.read_text(encoding="utf-8")):
            headless, headings = said.pop("headless", None), said.pop("headings", {})
            told = {"name": NAMES[said["key"]], "notes": NOTES.get(said["key"], "")}
            profile = {"reading": {}, "signature": [], **told, **said}
            profiles.append(profile)
            if headless:
                profiles.append(_without_headings(profile, headless))
            profiles += [_in_language(profile, *each) for each in headings.items()]
    return profiles


def _in_language(profile, code, headings):
    """The same file from a site that writes its headings in another language. It is known by those
    headings that are the same in every version."""
    key = f"{profile['key']}-{code}"
    signature = [headings.get(name, name) for name in profile["signature"]]
    return {
        **profile,
        "key": key,
        "name": NAMES[key],
        "signature": [name for name in signature if isinstance(name, str)],
        "kinds": _translated(profile["kinds"], headings),
    }


def _translated(spec, headings):
    """What a profile says, with other names for the columns."""
    if isinstance(spec, str):
        return headings.get(spec, spec)
    if isinstance(spec, list):
        return [_translated(each, headings) for each in spec]
    if isinstance(spec, dict):
        kept = {word: said for word, said in spec.items() if word in LITERAL}
        return {word: _translated(said, headings) for word, said in spec.items()} | kept
    return spec


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
