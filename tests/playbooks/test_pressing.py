"""What waits is lined up by what the waiting costs, alike at every desk."""

from datetime import timedelta

import pytest

from roles.graphic_designer.models import Brief
from roles.playbooks.models import Run
from roles.playbooks.pressing import by_cost
from roles.web_writer.models import Copy
from tests.factories import NOON, ProductFactory
from tests.factories.copies import CopyFactory
from tests.factories.graphic_designer import BriefFactory
from tests.factories.playbooks import a_playbook, a_run

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


@pytest.mark.parametrize(
    ("make", "model"), [(BriefFactory, Brief), (CopyFactory, Copy)], ids=["briefs", "copies"]
)
def test_the_costliest_to_wait_for_stands_first(make, model, gwen, walt):
    playbook = a_playbook("brief")

    def asked(name, due_at=LATER, **plan):
        lamp = ProductFactory(name=name)
        make(subject=lamp, due_at=due_at)
        if plan:
            run = a_run(playbook, gwen, lamp)
            Run.objects.filter(pk=run.pk).update(**plan)

    asked("by date", due_at=LATER + timedelta(days=9))
    asked("sooner by date")
    asked("money", slack_hours=8, at_risk=50)
    asked("more money", slack_hours=8, at_risk=500)
    asked("a plan that is over", status="ended", ended_at=NOON, slack_hours=-9, at_risk=900)
    asked("within a day", due_at=NOON + timedelta(hours=20))
    asked("a plan without slack", slack_hours=0, at_risk=5)
    asked("late", due_at=NOON - timedelta(hours=1))

    assert [row.about for row in by_cost(model.objects.all(), now=NOON)] == [
        "late",
        "a plan without slack",
        "within a day",
        "more money",
        "money",
        "sooner by date",
        "a plan that is over",
        "by date",
    ]
