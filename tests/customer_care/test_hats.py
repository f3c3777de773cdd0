"""Care asks other hats for help, and knows them only by their rights and their names."""

import pytest
from django.urls import reverse

from config.lib import rights
from customer_care.models import Conversation
from roles.team import actions as team
from roles.team.models import Role
from tests.factories.customer_care import ConversationFactory

pytestmark = pytest.mark.django_db


def test_a_colleague_is_asked_by_the_shops_own_names_for_its_hats(as_, cara):
    team.open_role(name="Photo studio")
    team.switch(Role.objects.get(key=Role.SEO), on=False)
    Role.objects.filter(key=Role.WAREHOUSE).update(given_name="Il magazzino")
    one = ConversationFactory()

    page = as_(cara).get(one.get_absolute_url()).text

    for hat in ("photo_studio", "warehouse", "marketplaces"):
        assert f'<option value="{hat}"' in page
    for hat in (Role.CUSTOMER_CARE, Role.SEO):
        assert f'<option value="{hat}"' not in page
    as_(cara).post(
        reverse("customer_care:ask", args=[one.pk]),
        {"version": 1, "role": "warehouse", "why": "Is it there?"},
    )
    assert "Il magazzino was asked" in as_(cara).get(one.get_absolute_url()).text


def test_a_hat_that_was_put_away_shows_nothing_more(wanda):
    asked = ConversationFactory(status="waiting_role", waiting_role=Role.WAREHOUSE)
    assert [row["hat"] for row in rights.hats_of(wanda)] == [Role.WAREHOUSE]
    assert Conversation.objects.visible_to(wanda).get() == asked

    team.switch(Role.objects.get(key=Role.WAREHOUSE), on=False)

    assert not Conversation.objects.visible_to(wanda).exists()
