"""Which profile knows a file: by the names of its columns, or by what stands in them."""

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_noop as _

from config.intake.models import Profile
from config.lib.tables import NotATable, Reading, open_table

LOOKED_AT = 20  # rows that show the shape of a file without headings


class UnknownColumns(NotATable):
    """A table, but of columns that no profile knows."""


def reading_of(profile: Profile) -> Reading:
    """How this profile's files are to be read."""
    asked = profile.reading
    names = ("encoding", "delimiter", "quote", "decimal", "header")
    return Reading(**{name: asked[name] for name in names if name in asked})


def choose(path: Path, profiles: list[Profile]) -> Profile:
    """The profile that knows most of a file's columns, or a NotATable saying what is missing."""
    with open_table(path, Reading()) as table:
        columns = {name.lower() for name in table.columns}
    named = [each for each in profiles if _by_name(each, columns)]
    if named:
        return max(named, key=lambda each: len(each.signature))
    shaped = [each for each in profiles if _by_shape(each, path)]
    if shaped:
        return shaped[0]
    raise _unknown(profiles, columns)


def lacking(profile: Profile, columns: Iterable[str]) -> list[str]:
    """The columns by which a profile knows its files, and which this one has not."""
    there = {name.lower() for name in columns}
    return [name for name in profile.signature if name.lower() not in there]


def _by_name(profile, columns):
    wanted = {name.lower() for name in profile.signature}
    return profile.reading.get("header", True) and bool(wanted) and wanted <= columns


def _by_shape(profile, path):
    if profile.reading.get("header", True):
        return False
    shapes = profile.reading["shapes"]
    try:
        with open_table(path, reading_of(profile)) as table:
            rows = [row.cells for row in islice(table.rows, LOOKED_AT)]
    except NotATable:
        return False
    return bool(rows) and all(
        len(cells) == len(shapes) and all(map(re.search, shapes, cells)) for cells in rows
    )


def _unknown(profiles, columns):
    headed = [each for each in profiles if each.reading.get("header", True)]
    if not headed:
        return UnknownColumns(_("No profile knows this file."))
    nearest = max(headed, key=lambda each: _share(each, columns))
    return misfit(nearest, lacking(nearest, columns))


def misfit(profile: Profile, missing: list[str]) -> UnknownColumns:
    """What keeps a profile from reading a file."""
    return UnknownColumns(
        _("The file does not fit the profile “%(profile)s”: it has no column %(columns)s."),
        profile=profile.kept_name,
        columns={"said": ", ".join(f"“{name}”" for name in missing)},
    )


def _share(profile, columns):
    wanted = {name.lower() for name in profile.signature}
    return len(wanted & columns) / max(len(wanted), 1)
