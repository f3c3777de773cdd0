import pytest

from roles.team.models import Role
from tests.factories.playbooks import a_playbook, a_run, evidence_of


@pytest.fixture
def stock():
    """An evidence about products whose facts a test sets by hand."""
    with evidence_of("stock") as facts:
        yield facts


@pytest.fixture
def run(gwen, walt):
    """A run of two steps said by hand: the text waits for the brief."""
    return a_run(a_playbook("brief", "text:brief"), gwen)


@pytest.fixture
def dora(hired):
    return hired("dora", Role.GRAPHIC_DESIGNER)
