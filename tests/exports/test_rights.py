"""Whose a list's file is, and that it goes with the right to the list."""

import pytest
from django.urls import reverse

from config.exports import jobs
from config.exports.models import Export
from config.lib import lists
from roles.team import actions as team
from roles.team import outsiders
from roles.team.models import Role
from tests.exports.asking import ASK, MINE, ORDERS, ask, fetched, rows_of, ticket
from tests.factories.customer_care import ConversationFactory
from tests.factories.marketing import CampaignFactory

pytestmark = pytest.mark.django_db
CAMPAIGNS = reverse("marketing:campaigns")
CONVERSATIONS = reverse("customer_care:conversations")


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


@pytest.fixture
def handed(stella):
    """One campaign of two was handed to Stella."""
    campaign, _other = CampaignFactory(name="Handed"), CampaignFactory(name="Not handed")
    outsiders.lend(stella, campaign)
    return campaign


def test_who_was_handed_some_rows_takes_just_these_at_once(as_, stella, handed):
    names = [row[0] for row in rows_of(as_(stella).get(CAMPAIGNS, {"format": "csv"}))]

    assert names[1:] == ["Handed"]


def test_who_was_handed_some_rows_of_a_long_list_has_no_file_of_it(
    as_, gwen, stella, handed, monkeypatch
):
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    shown = ticket(as_(gwen), CAMPAIGNS)
    browser = as_(stella)

    for asked in ({}, {"format": "csv"}):
        page = browser.get(CAMPAIGNS, asked).content.decode()
        assert "Handed" in page
        assert ASK not in page
    assert browser.post(ASK, {"list": shown, "format": "csv"}).status_code == 404
    assert not Export.objects.exists()


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


def test_one_row_that_is_handed_over_keeps_no_file(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser, form="csv")
    jobs.write()
    ask(browser, form="xlsx")
    team.leave(gwen, Role.COORDINATOR)
    outsiders.lend(gwen, five[0])

    jobs.write()

    ready, refused = Export.objects.order_by("pk")
    assert browser.get(ORDERS).status_code == 200
    assert fetched(browser, ready).status_code == 404
    assert "no longer" in refused.refusal
    assert not refused.path.exists()
    assert reverse("exports:file", args=[ready.pk]) not in browser.get(MINE).content.decode()


def test_a_word_from_another_hat_keeps_no_file(as_, cara, monkeypatch):
    monkeypatch.setattr(lists, "AT_ONCE", 1)
    ConversationFactory(status="waiting_role", waiting_role=Role.WEB_WRITER)
    ConversationFactory.create_batch(2)
    browser = as_(cara)
    ask(browser, address=CONVERSATIONS)
    export = Export.objects.get()
    assert fetched(browser, export).status_code == 200

    team.join(cara, Role.WEB_WRITER)
    team.leave(cara, Role.CUSTOMER_CARE)

    assert browser.get(CONVERSATIONS).status_code == 200
    assert fetched(browser, export).status_code == 404


def test_a_hat_that_comes_back_brings_the_file_back(as_, gwen, five):
    browser = as_(gwen)
    ask(browser)
    export = Export.objects.get()
    team.leave(gwen, Role.COORDINATOR)
    assert fetched(browser, export).status_code == 404

    team.join(gwen, Role.WAREHOUSE)

    assert fetched(browser, export).status_code == 200
