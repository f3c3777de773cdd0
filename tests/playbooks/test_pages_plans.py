"""Playbooks drawn, changed and published; and the parts other pages show."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from catalog.models import Product
from roles.playbooks import editing
from roles.playbooks.models import Edition, Playbook, Run, Wait
from roles.team.models import Role
from tests.factories import ProductFactory
from tests.factories.playbooks import a_playbook, a_run, a_step
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db


def door(verb, *args):
    return reverse(f"playbooks:{verb}", args=args)


@pytest.fixture
def plan(walt):
    return a_playbook("brief", "text:brief", "pictures:brief+4")


@pytest.fixture
def making(plan):
    return editing.draft(plan, by=None, at=timezone.now())


def a_sheet(**changes):
    plain = {"title": "Post it", "lead_hours": "4", "effort_hours": "1", "offset_days": "0"}
    role = Role.objects.get(key=Role.WEB_WRITER).pk
    return plain | {"begins": "when_free", "role": role, "is_gate": "on"} | changes


# To read


def test_every_hat_finds_the_playbooks(as_, walt, stella, plan):
    assert "Launch" in text(as_(walt).get(door("playbooks")))
    assert as_(stella).get(door("playbooks")).status_code == 404


def test_a_playbook_is_drawn_with_a_list_beside_it(as_, walt, plan):
    page = text(as_(walt).get(plan.get_absolute_url()))

    assert page.count('class="node') >= 3
    assert page.count('<path class="edge') == 2
    assert page.count('id="plan-step-') == 3
    assert "4 h" in page
    assert "Change it" not in page


def test_a_playbook_asks_no_more_for_more_steps(as_, gwen, plan, django_assert_max_num_queries):
    browser = as_(gwen)
    browser.get(plan.get_absolute_url())
    with django_assert_max_num_queries(25) as few:
        browser.get(plan.get_absolute_url())
    asked = len(few)
    many = [f"s{number}:s0" if number else "s0" for number in range(12)]
    long = a_playbook(*many, key="long")

    with django_assert_max_num_queries(asked):
        browser.get(long.get_absolute_url())


def test_runs_keep_their_version_and_it_stays_readable(as_, gwen, plan, making):
    editing.put_step(making, title="Post it", role=Role.objects.get(key=Role.WEB_WRITER))
    editing.publish(making, by=gwen, at=timezone.now())
    browser = as_(gwen)

    assert "Post it" in text(browser.get(plan.get_absolute_url()))
    assert "Post it" not in text(browser.get(plan.get_absolute_url(), {"version": "1"}))


# To change


def test_only_who_may_change_it(as_, walt, plan, making):
    browser = as_(walt)

    for verb in ("draft", "discard", "publish"):
        assert browser.post(door(verb, plan.key)).status_code == 404
    assert browser.get(door("add_step", plan.key)).status_code == 404
    assert browser.get(door("new")).status_code == 404


def test_the_next_version_begins_as_a_copy_once(as_, gwen, plan):
    browser = as_(gwen)
    browser.post(door("draft", plan.key))
    browser.post(door("draft", plan.key))

    making = Edition.objects.get(playbook=plan, published_at=None)
    assert (making.number, making.steps.count()) == (2, 3)


def test_a_step_is_added_with_what_it_waits_for(as_, gwen, plan, making):
    sheet = a_sheet() | {"after-text": "on", "lag-text": "2.5"}

    as_(gwen).post(door("add_step", plan.key), sheet)

    wait = Wait.objects.get(step__edition=making, step__title="Post it")
    assert (wait.after.key, float(wait.lag_hours)) == ("text", 2.5)


def test_a_step_is_changed_and_its_waits_with_it(as_, gwen, plan, making):
    step = making.steps.get(key="text")

    as_(gwen).post(door("edit_step", plan.key, step.pk), a_sheet(title="Write well"))

    step.refresh_from_db()
    assert (step.title, step.key, step.waits.count()) == ("Write well", "text", 0)


def test_a_ring_is_refused_with_its_steps_named(as_, gwen, plan, making):
    step = making.steps.get(key="brief")
    sheet = a_sheet(title="Brief") | {"after-text": "on"}

    answer = as_(gwen).post(door("edit_step", plan.key, step.pk), sheet)

    assert answer.status_code == 422
    assert "These steps wait for each other" in text(answer)
    assert step.waits.count() == 0


def test_what_is_missing_is_asked_for_at_its_field(as_, gwen, plan, making):
    answer = as_(gwen).post(door("add_step", plan.key), a_sheet(role="", lead_hours="-1"))

    assert answer.status_code == 422
    assert text(answer).count('class="error"') >= 1
    assert making.steps.count() == 3


def test_a_published_version_never_changes(as_, gwen, plan):
    step = plan.current().steps.first()

    assert as_(gwen).get(door("edit_step", plan.key, step.pk)).status_code == 404
    assert as_(gwen).post(door("drop_step", plan.key, step.pk)).status_code == 404


def test_a_step_goes(as_, gwen, plan, making):
    step = making.steps.get(key="pictures")

    as_(gwen).post(door("drop_step", plan.key, step.pk))

    assert making.steps.count() == 2


def test_publishing_names_the_step_that_cannot_work(as_, gwen, plan, making):
    role = Role.objects.get(key=Role.ACCOUNTING)
    editing.put_step(making, title="Pay it", role=role, evidence="never-heard")

    answer = as_(gwen).post(door("publish", plan.key), {"note": "New."}, follow=True)

    page = text(answer)
    assert "It cannot be published yet." in page
    assert "Nobody has the role “Accounting” of the step “Pay it”." in page
    assert "“Pay it” asks for the evidence “never-heard”, which does not exist." in page
    assert not Edition.objects.get(pk=making.pk).published_at


def test_it_is_published_with_what_is_new(as_, gwen, plan, making):
    as_(gwen).post(door("publish", plan.key), {"note": "Shorter."})

    made = Edition.objects.get(pk=making.pk)
    assert (made.note, made.published_by) == ("Shorter.", gwen)


def test_the_version_in_the_making_is_thrown_away(as_, gwen, plan, making):
    as_(gwen).post(door("discard", plan.key))

    assert not Edition.objects.filter(pk=making.pk).exists()


def test_a_playbook_is_made_from_nothing_or_as_a_copy(as_, gwen, plan):
    browser = as_(gwen)
    browser.post(door("new"), {"title": "Launch"})
    browser.post(door("new"), {"title": "Spain opening", "source": plan.pk})

    assert Playbook.objects.get(key="launch-2").in_the_making().steps.count() == 0
    assert Playbook.objects.get(key="spain-opening").in_the_making().steps.count() == 3


def test_a_playbook_needs_a_title(as_, gwen):
    assert as_(gwen).post(door("new"), {"title": "…"}).status_code == 422


# What other pages show


@pytest.fixture
def product():
    return ProductFactory(name="Christmas lights")


def of(product):
    return ContentType.objects.get_for_model(Product).pk, product.pk


def test_a_record_shows_its_run_with_the_gate_in_short(as_, gwen, plan, product):
    now = timezone.now()
    a_run(plan, gwen, product, ends_at=now + timedelta(days=9), at=now)

    part = text(as_(gwen).get(door("of_subject", *of(product)), headers=HTMX))

    assert "0/3" in part
    assert "Brief" in part
    assert "<html" not in part


def test_a_playbook_starts_on_a_record(as_, gwen, plan, product):
    ends = timezone.localtime() + timedelta(days=9)
    sheet = {"playbook": plan.pk, "ends_at": f"{ends:%Y-%m-%dT%H:%M}", "owner": gwen.pk}

    answer = as_(gwen).post(door("start", *of(product)), sheet | {"goal": "More revenue"})

    run = Run.objects.get()
    assert answer["Location"] == run.get_absolute_url()
    assert (run.subject, run.owner, run.goal) == (product, gwen, "More revenue")


def test_a_start_without_a_date_is_asked_again_and_one_in_the_past_refused(
    as_, gwen, plan, product
):
    sheet = {"playbook": plan.pk, "owner": gwen.pk}
    browser = as_(gwen)

    assert browser.post(door("start", *of(product)), sheet, headers=HTMX).status_code == 422
    past = sheet | {"ends_at": "2020-01-07T10:00"}
    assert browser.post(door("start", *of(product)), past, headers=HTMX).status_code == 409


def test_who_does_not_lead_finds_no_start(as_, walt, plan, product):
    part = text(as_(walt).get(door("of_subject", *of(product))))

    assert "Start a playbook" not in part
    assert as_(walt).post(door("start", *of(product))).status_code == 404


def test_a_record_that_is_not_there_has_no_runs(as_, gwen):
    kind, _pk = of(ProductFactory())

    assert as_(gwen).get(door("of_subject", kind, 999999)).status_code == 404
    assert as_(gwen).get(door("of_subject", 999999, 1)).status_code == 404


def test_the_panel_tells_runs_with_gate_and_slack(as_, gwen, plan, product):
    now = timezone.now()
    a_run(plan, gwen, product, ends_at=now + timedelta(days=9), at=now)

    part = text(as_(gwen).get(door("panel")))

    assert "Christmas lights" in part
    assert "0/3" in part
    assert "+" in part


def test_the_panel_says_where_to_begin(as_, gwen):
    assert door("playbooks") in text(as_(gwen).get(door("panel")))


def test_a_playbook_finds_records_to_start_on(as_, gwen, plan, product):
    page = text(as_(gwen).get(plan.get_absolute_url(), {"subject": "christmas"}))

    assert door("of_subject", *of(product)) in page


# The set-up


@pytest.fixture
def setter(hired):
    return hired("seth", Role.ADMINISTRATOR)


def test_the_set_up_shows_runs_and_changes_none(as_, setter, gwen, plan, product):
    now = timezone.now()
    run = a_run(plan, gwen, product, ends_at=now + timedelta(days=9), at=now)
    browser = as_(setter)
    address = reverse("admin:playbooks_run_change", args=[run.pk])

    assert browser.get(reverse("admin:playbooks_run_changelist")).status_code == 200
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"status": "ended"}).status_code == 403
    run.refresh_from_db()
    assert run.status == "running"


def test_the_set_up_changes_the_version_in_the_making_alone(as_, setter, plan, making):
    browser = as_(setter)
    for model, pk in (
        ("playbook", plan.pk),
        ("edition", making.pk),
        ("step", making.steps.first().pk),
    ):
        page = browser.get(reverse(f"admin:playbooks_{model}_change", args=[pk]))
        assert page.status_code == 200

    published = reverse("admin:playbooks_edition_change", args=[plan.current().pk])
    assert browser.post(published, {"note": "Changed."}).status_code == 403


def test_the_set_up_publishes_by_the_same_rules(as_, setter, plan, making):
    editing.put_step(making, title="Pay it", role=Role.objects.get(key=Role.ACCOUNTING))
    chosen = {"action": "publish", "_selected_action": [making.pk]}

    page = as_(setter).post(reverse("admin:playbooks_edition_changelist"), chosen, follow=True)

    assert "Nobody has the role" in text(page)
    assert not Edition.objects.get(pk=making.pk).published_at


def test_a_step_form_offers_no_step_of_another_version(as_, gwen, plan, making):
    stranger = a_playbook(a_step("stranger"), key="other").current().steps.get()

    page = text(as_(gwen).get(door("add_step", plan.key)))

    assert f"after-{stranger.key}" not in page
