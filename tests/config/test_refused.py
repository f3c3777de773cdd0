"""A plain form that is refused stays where it is; one that works leads on as ever."""

import pytest
from django.urls import reverse

from roles.marketing.models import Campaign
from tests.factories.marketing import CampaignFactory

pytestmark = pytest.mark.django_db
BOOSTED = {"HX-Request": "true", "HX-Boosted": "true"}


@pytest.fixture
def campaign(gwen):
    return CampaignFactory(in_preparation=True)


def at(verb, campaign):
    return reverse(f"marketing:{verb}", args=[campaign.pk])


def test_a_refusal_is_said_on_the_page_one_is_on(as_, gwen, campaign):
    answer = as_(gwen).post(at("go_live", campaign), headers=BOOSTED)

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert answer["HX-Push-Url"] == "false"
    assert "<html" not in answer.content.decode()


def test_without_scripts_it_is_a_page_that_leads_back(as_, gwen, campaign):
    answer = as_(gwen).post(at("go_live", campaign), headers={"Referer": "/campaigns/"})

    assert answer.status_code == 409
    assert "<html" in answer.content.decode()
    assert 'href="/campaigns/"' in answer.content.decode()


def test_what_works_leads_where_it_led(as_, gwen, campaign):
    Campaign.objects.update(status="planned")

    answer = as_(gwen).post(at("prepare", campaign), headers=BOOSTED)

    assert answer["HX-Redirect"] == campaign.get_absolute_url()


def test_the_forms_of_a_campaign_are_such_forms(as_, gwen, campaign):
    page = as_(gwen).get(campaign.get_absolute_url()).content.decode()

    form = page.split(f'action="{at("go_live", campaign)}"')[0].rsplit("<form", 1)[1]
    assert 'hx-boost="true"' in form
