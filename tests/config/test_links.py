"""A link leads somewhere: to whoever may not open its page it is plain words."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from config.lib.doors import is_open_to
from roles.graphic_designer.models import Brief
from roles.playbooks.models import RunStep
from tests import doors
from tests.factories.graphic_designer import BriefFactory
from tests.factories.playbooks import a_playbook, a_run, steps_of

pytestmark = pytest.mark.django_db
ROW_DECIDES = {
    "tasks:task",
    "playbooks:people",
    "graphic_designer:of_campaign",
    "exports:file",
}


@pytest.fixture
def brief():
    return BriefFactory()


@pytest.fixture
def run(gwen, walt, brief):
    """A run about a brief; its only evidence counts that brief."""
    run = a_run(
        a_playbook("draw", key="pictures", about=Brief),
        gwen,
        brief,
        ends_at=timezone.now() + timedelta(days=9),
    )
    page = brief.get_absolute_url()
    lines = [{"sentence": "The newsletter's head", "url": page}]
    repairs = [{"sentence": "Draw it", "url": page}]
    step = steps_of(run)["draw"]
    type(step.step).objects.update(is_gate=True)
    RunStep.objects.filter(pk=step.pk).update(lines=lines, repairs=repairs)
    return run


def test_links_know_who_finds_a_page_as_the_table_of_doors_does(hired, db):
    rows = doors.rows()
    pages = [door for door in doors.DOORS if "get" in door.methods and door.args]

    wrong = []
    for role in sorted(doors.HATS):
        person = hired(role.replace("_", "-"), role)
        for door in pages:
            if is_open_to(person, door.url(rows)) != (role in door.who):
                wrong.append(door.name)

    assert set(wrong) <= ROW_DECIDES


def test_what_leads_nowhere_is_no_link_and_other_houses_are_left_alone(gwen):
    assert not is_open_to(gwen, "")
    assert not is_open_to(gwen, "/there/is/no/such/page/")
    assert is_open_to(gwen, "https://shop.example.org/lights/")


def test_a_run_links_its_brief_to_who_may_open_it_and_to_nobody_else(as_, gwen, wanda, run, brief):
    link = f'href="{brief.get_absolute_url()}"'

    for page in (run.get_absolute_url(), reverse("playbooks:gate", args=[run.pk])):
        coordinator, packer = (as_(who).get(page).content.decode() for who in (gwen, wanda))
        assert link in coordinator
        assert link not in packer
        assert "Draw it" in packer


def test_an_outsider_gets_a_link_to_what_was_handed_to_them(stella, brief):
    page, other = brief.get_absolute_url(), BriefFactory().get_absolute_url()
    assign_perm("graphic_designer.view_brief", stella, brief)

    assert is_open_to(stella, page)
    assert not is_open_to(stella, other)


def test_many_links_cost_an_outsider_one_question(stella, django_assert_num_queries):
    pages = [BriefFactory().get_absolute_url() for _number in range(5)]
    is_open_to(stella, "/orders/1/")
    ContentType.objects.get_for_model(Brief)
    with django_assert_num_queries(1):
        assert not any(is_open_to(stella, page) for page in pages)


def test_every_page_by_object_names_a_kind_that_knows_who_sees_it():
    for view in _views(get_resolver()):
        if getattr(view, "also_by_object", False):
            label, _dot, codename = view.opens_with.partition(".")
            kind = ContentType.objects.get_by_natural_key(label, codename.partition("_")[2])
            assert hasattr(kind.model_class()._default_manager, "visible_to")


def _views(resolver):
    for entry in resolver.url_patterns:
        yield from _views(entry) if hasattr(entry, "url_patterns") else [entry.callback]
