"""Rows and their files: what was committed can be looked at, whatever the disk refuses then."""

import pytest
from django.core.files.storage import FileSystemStorage

from roles.graphic_designer import actions
from roles.graphic_designer.models import Picture
from roles.team.models import Role
from tests.factories import NOON
from tests.factories.graphic_designer import BriefFactory, shot

pytestmark = pytest.mark.django_db(transaction=True)


def shown():
    """The names of all files that a picture shows; each of them can be read."""
    pairs = [(picture.file, picture.small) for picture in Picture.objects.all()]
    assert all(file.read() for pair in pairs for file in pair)
    return {file.name for pair in pairs for file in pair}


@pytest.fixture
def change(hired):
    """A proof with a master and its cut, and what puts another master in their place."""
    dora, brief = hired("dora", Role.GRAPHIC_DESIGNER), BriefFactory(medium="product")
    actions.add(brief, [shot(2400, 2400)], by=dora, at=NOON)
    return lambda: actions.add(brief, [shot(2600, 2600)], by=dora, at=NOON)


@pytest.fixture
def disk(monkeypatch):
    """The old master cannot be deleted: trying raises this. All other files go."""

    def stuck(trouble):
        name, delete = Picture.objects.get(piece=None).file.name, FileSystemStorage.delete

        def told(storage, file):
            if file == name:
                raise trouble
            delete(storage, file)

        monkeypatch.setattr(FileSystemStorage, "delete", told)
        return name

    return stuck


def test_a_file_that_cannot_be_deleted_stays_and_the_change_is_done(change, disk, settings, caplog):
    before, stuck = shown(), disk(PermissionError("Read-only"))

    change()

    assert shown().isdisjoint(before)
    stored = {path.relative_to(settings.MEDIA_ROOT) for path in settings.MEDIA_ROOT.rglob("*.*")}
    assert {str(path) for path in stored} == shown() | {stuck}
    assert "Read-only" in caplog.text


def test_who_is_killed_while_old_files_go_leaves_the_new_ones(change, disk):
    before, _ = shown(), disk(SystemExit())

    with pytest.raises(SystemExit):
        change()

    assert shown().isdisjoint(before)
    assert Picture.objects.count() == 2
