"""Whose a list's file is, and that it goes with the right to the list."""

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from config.exports import jobs
from config.exports.models import Export
from config.lib import lists
from roles.team import actions as team
from roles.team.models import Role
from tests.exports.asking import ASK, MINE, ask, fetched, rows_of, ticket
from tests.factories.marketing import CampaignFactory

pytestmark = pytest.mark.django_db


def test_nobody_else_fetches_or_sees_it(as_, gwen, hired, five):
    ask(as_(gwen))
    export = Export.objects.get()
    other = as_(hired("olga", Role.COORDINATOR))

    assert fetched(other, export).status_code == 404
    assert "orders-" not in other.get(MINE).content.decode()


def test_a_stranger_asks_in_vain(as_, gwen, stella, five):
    shown = ticket(as_(gwen))

    assert as_(stella).post(ASK, {"list": shown, "format": "csv"}).status_code == 404
    assert not Export.objects.exists()


def test_who_was_handed_some_rows_takes_just_these(as_, stella, monkeypatch):
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    handed = CampaignFactory(name="Handed")
    CampaignFactory(name="Not handed")
    assign_perm("marketing.view_campaign", stella, handed)
    browser = as_(stella)
    ask(browser, address=reverse("marketing:campaigns"))

    names = [row[0] for row in rows_of(fetched(browser, Export.objects.get()))]

    assert names[1:] == ["Handed"]


def test_a_hat_taken_off_takes_rows_and_file_along(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser, form="csv")
    jobs.write()
    ask(browser, form="xlsx")
    team.leave(gwen, Role.COORDINATOR)

    jobs.write()

    ready, refused = Export.objects.order_by("pk")
    assert fetched(browser, ready).status_code == 404
    assert "no longer" in refused.refusal
    assert not refused.path.exists()
