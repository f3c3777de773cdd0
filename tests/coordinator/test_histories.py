"""What the machine noted in a row's history is told in the reader's language; a person's is not."""

import pytest
from django.utils import translation

from customer_care import desk as care
from customer_care.views import sheets as conversations
from logistics import bench
from orders import history as orders
from roles.graphic_designer import board
from roles.marketing import showing
from roles.playbooks import history as runs
from roles.web_writer import desk as drafts
from roles.web_writer import told as copies
from tests.factories import (
    NOON,
    DraftFactory,
    OrderFactory,
    ParcelFactory,
    RefundFactory,
)
from tests.factories.copies import CopyFactory
from tests.factories.customer_care import ConversationFactory
from tests.factories.graphic_designer import BriefFactory
from tests.factories.marketing import CampaignFactory
from tests.factories.playbooks import a_playbook, a_run
from tests.factories.webmaster import DefectFactory

pytestmark = pytest.mark.django_db
NOTE, TOLD = "Its release was rolled back.", "Il suo rilascio è stato ritirato."


def order_events(order):
    return [{"note": event.note} for event in orders.events_of(order)]


def defect_events(defect):
    return defect.events(begun={"note": ""})


def plan(owner):
    return a_run(a_playbook("write"), owner)


HISTORIES = {
    "brief": (BriefFactory, board.history),
    "campaign": (CampaignFactory, showing.history),
    "conversation": (ConversationFactory, conversations.events_of),
    "copy": (CopyFactory, copies.history),
    "defect": (DefectFactory, defect_events),
    "draft": (DraftFactory, drafts.history),
    "order": (OrderFactory, order_events),
    "parcel": (ParcelFactory, bench.history),
    "refund": (RefundFactory, care.history),
    "run": (plan, runs.events_of),
}


@pytest.mark.parametrize("kind", HISTORIES)
def test_the_machines_notes_are_told_in_the_readers_language(kind, gwen, walt):
    make, history = HISTORIES[kind]
    row = plan(gwen) if kind == "run" else make()
    for by in (None, gwen):
        line = {"came_from": row.status, "became": row.status, "moved_at": NOON}
        row.moves.create(note=NOTE, moved_by=by, **line)

    with translation.override("it"):
        notes = [event.get("note") for event in history(row)]

    assert sorted(note for note in notes if note) == [TOLD, NOTE]
