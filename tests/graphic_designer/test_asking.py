"""Who asks for pictures or texts: what the form proposes, what it refuses, what comes of it."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from catalog.models import Product
from roles.coordinator import briefing
from roles.graphic_designer.models import Brief
from roles.marketing.models import Campaign
from roles.playbooks.models import RunStep
from roles.team.models import Role
from roles.web_writer.models import Copy
from tests.factories import ProductFactory
from tests.factories.copies import CopyFactory
from tests.factories.graphic_designer import BriefFactory
from tests.factories.marketing import CampaignFactory, CampaignMediumFactory
from tests.factories.playbooks import a_playbook, a_run, a_step
from tests.reading import text

pytestmark = pytest.mark.django_db
PICTURES, TEXTS = "graphic_designer:ask", "web_writer:ask_for_copy"
DOORS = pytest.mark.parametrize("door", [PICTURES, TEXTS])
DUE = {"due_at": "2026-07-01T10:00"}


def at(door, subject):
    return reverse(door, args=[ContentType.objects.get_for_model(subject).pk, subject.pk])


@pytest.fixture
def marks(as_, mark):
    """Mark's browser."""
    return as_(mark)


@pytest.fixture
def campaign():
    """It starts in twenty hours, and speaks through two media."""
    soon = timezone.now() + timedelta(hours=20)
    campaign = CampaignFactory(
        starts_at=soon, ends_at=soon + timedelta(days=9), in_preparation=True
    )
    for medium in ("newsletter", "meta_ads"):
        CampaignMediumFactory(campaign=campaign, medium=medium)
    return campaign


def proposed(browser, door, subject, query=""):
    return browser.get(at(door, subject) + query).context["form"]


@DOORS
def test_the_media_of_a_campaign_are_ticked_and_its_start_is_the_latest(marks, door, campaign):
    form = proposed(marks, door, campaign)

    assert form.initial["media"] == ["newsletter", "meta_ads"]
    assert form.initial["due_at"] == campaign.starts_at
    assert proposed(marks, door, campaign, "?medium=post").initial["media"] == ["post"]
    assert proposed(marks, door, ProductFactory()).initial["media"] == []


def test_what_was_asked_for_is_not_ticked_again(marks, campaign):
    BriefFactory(subject=campaign, medium="newsletter")
    CopyFactory(subject=campaign, medium="meta_ads")

    assert proposed(marks, PICTURES, campaign).initial["media"] == ["meta_ads"]
    assert proposed(marks, TEXTS, campaign).initial["media"] == ["newsletter"]
    assert "Asked for already: Newsletter." in text(marks.get(at(PICTURES, campaign)))
    assert "Asked for already: Meta Ads." in text(marks.get(at(TEXTS, campaign)))


@pytest.mark.usefixtures("dora")
@pytest.mark.parametrize(
    ("door", "evidence", "rows"),
    [(PICTURES, "pictures-approved", Brief), (TEXTS, "texts-approved", Copy)],
)
def test_a_plan_keeps_its_date_and_the_form_says_so(marks, gwen, campaign, door, evidence, rows):
    assert "Its plan needs it" not in text(marks.get(at(door, campaign)))
    now = timezone.now()
    step = a_step("make", role=Role.GRAPHIC_DESIGNER, evidence=evidence)
    plan = a_playbook(step, key="plan", about=Campaign)
    a_run(plan, gwen, campaign, ends_at=campaign.starts_at, at=now)
    planned = now + timedelta(hours=5)
    RunStep.objects.update(latest_end_at=planned)

    form = proposed(marks, door, campaign)
    page = text(marks.get(at(door, campaign)))
    chosen = {"media": "newsletter", "languages": "it", "due_at": campaign.starts_at.isoformat()}
    marks.post(at(door, campaign), chosen)
    briefing.brief_the_desks(now=now)

    assert form.initial["due_at"] == planned
    assert "Its plan needs it" in page
    assert (
        rows.objects.of(campaign).get(medium="newsletter", language__in=["", "it"]).due_at
        == planned
    )


def test_who_may_asks_for_pictures_of_a_record(marks, mark):
    lamp = ProductFactory()

    response = marks.post(
        at(PICTURES, lamp), DUE | {"media": "newsletter", "keys": ["newsletter.column"]}
    )

    brief = Brief.objects.of(lamp).get()
    assert response["Location"] == brief.get_absolute_url()
    assert brief.asked_by == mark
    assert [piece.key for piece in brief.pieces.all()] == ["column"]


def test_pictures_are_asked_for_in_several_media_at_once(marks):
    lamp = ProductFactory()
    form = DUE | {"media": ["newsletter", "post"], "keys": ["post.wide"], "wish": "Evening light"}

    answers = [marks.post(at(PICTURES, lamp), form) for _time in range(2)]

    assert Brief.objects.of(lamp).count() == 2
    assert [one.key for one in Brief.objects.get(medium="post").pieces.all()] == ["wide"]
    kind = ContentType.objects.get_for_model(Product)
    of_it = reverse("graphic_designer:of", args=[kind.pk, lamp.pk])
    assert {answer["Location"] for answer in answers} == {of_it}


def test_a_brief_that_is_open_does_not_swallow_what_was_written(marks):
    lamp = ProductFactory()
    form = DUE | {"media": "newsletter", "wish": "Evening light"}
    first = marks.post(at(PICTURES, lamp), form)

    again = marks.post(at(PICTURES, lamp), form)
    other = marks.post(at(PICTURES, lamp), form | {"wish": "Morning light"})

    assert again["Location"] == first["Location"]
    assert other.status_code == 422
    assert "Newsletter: a brief is open already" in text(other)
    assert "Morning light" in text(other)


def test_a_text_that_was_asked_for_does_not_swallow_a_brief(marks):
    lamp = ProductFactory()
    form = DUE | {"media": ["post"], "languages": ["it"], "brief": "Calm."}
    for _time in range(2):
        assert marks.post(at(TEXTS, lamp), form).status_code == 302

    other = marks.post(at(TEXTS, lamp), form | {"brief": "Loud."})

    assert other.status_code == 422
    assert "Post IT" in text(other)
    assert marks.post(at(TEXTS, lamp), form | {"brief": ""}).status_code == 302
    assert Copy.objects.of(lamp).get().brief == "Calm."


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"media": "post"}, "This field is required"),
        (DUE, "This field is required"),
        (DUE | {"media": "post", "keys": ["press.web"]}, "Choose the medium of each format"),
        (DUE | {"media": "fax"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_again(marks, form, words):
    lamp = ProductFactory()

    response = marks.post(at(PICTURES, lamp), form)

    assert response.status_code == 422
    assert words in text(response)
    assert not Brief.objects.exists()
