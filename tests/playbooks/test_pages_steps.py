"""The page of a step, and what may be done there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roles.playbooks import actions
from roles.playbooks.models import RunStep
from roles.team.models import Role
from tests.factories import ProductFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, evidence_of, statuses, steps_of
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
IN_RUN = HTMX | {"HX-Target": "run"}
ON_PAGE = HTMX | {"HX-Target": "sheet"}
RISK = {"why": "He is ill.", "risk": "It reads badly."}


def of_step(verb, step):
    return reverse(f"playbooks:{verb}", args=[step.pk])


@pytest.fixture
def lights(gwen, walt):
    """A brief with a checklist, then a text."""
    brief = a_step("brief", checklist=("Read it", "Send it"), how="Ask marketing.")
    plan = a_playbook(brief, "text:brief", a_step("post", is_gate=False))
    now = timezone.now()
    product = ProductFactory(name="Christmas lights")
    return a_run(plan, gwen, product, ends_at=now + timedelta(days=14), at=now)


@pytest.fixture
def brief(lights):
    return steps_of(lights)["brief"]


def test_a_step_says_what_to_do_and_who_waits_for_it(as_, walt, brief):
    page = text(as_(walt).get(of_step("step", brief)))

    assert "Ask marketing." in page
    assert "Read it" in page
    assert "Waited for by" in page
    assert "Text" in page
    assert "“Launch” has begun." in page
    assert "Christmas lights" in page


def test_a_step_leads_to_where_the_work_is_done(as_, walt, brief, lights):
    assert lights.subject.get_absolute_url() in text(as_(walt).get(of_step("step", brief)))


def test_a_step_comes_without_its_page_for_the_run(as_, walt, brief):
    part = text(as_(walt).get(of_step("step", brief), headers=HTMX))

    assert "Ask marketing." in part
    assert "<html" not in part
    assert 'hx-target="#run"' in part


def test_others_read_a_step_and_find_nothing_to_press(as_, cara, brief):
    page = text(as_(cara).get(of_step("step", brief)))

    assert "Ask marketing." in page
    assert of_step("finish", brief) not in page


@pytest.mark.parametrize(
    "verb", ["begin", "finish", "check", "assign", "waive", "skip", "take_up", "people"]
)
def test_others_find_no_verb(as_, cara, brief, verb):
    browser = as_(cara)
    ask = browser.get if verb == "people" else browser.post

    assert ask(of_step(verb, brief)).status_code == 404


def test_a_stranger_finds_no_step(as_, stella, brief):
    assert as_(stella).get(of_step("step", brief)).status_code == 404


def test_a_step_asks_no_more_for_more_steps(as_, walt, brief, gwen, django_assert_max_num_queries):
    browser = as_(walt)
    browser.get(of_step("step", brief))
    with django_assert_max_num_queries(25) as few:
        browser.get(of_step("step", brief))
    asked = len(few)
    many = [f"s{number}:brief" for number in range(9)]
    now = timezone.now()
    long = a_run(
        a_playbook("brief", *many, key="long"), gwen, ends_at=now + timedelta(days=30), at=now
    )

    address = of_step("step", steps_of(long)["brief"])
    browser.get(address)

    with django_assert_max_num_queries(asked):
        browser.get(address)


# Verbs


def test_somebody_of_the_role_takes_it(as_, walt, brief):
    answer = as_(walt).post(of_step("begin", brief), headers=ON_PAGE)

    brief.refresh_from_db()
    assert (answer.status_code, brief.status, brief.assignee) == (200, "doing", walt)
    assert 'id="sheet"' in text(answer)


def test_within_its_run_the_whole_run_is_answered_with_the_step_unfolded(as_, walt, brief):
    answer = text(as_(walt).post(of_step("begin", brief), headers=IN_RUN))

    assert answer.lstrip().startswith('<div id="run"')
    assert f'id="step-{brief.pk}" open' in answer


def test_a_plain_browser_comes_back_to_the_step(as_, walt, brief):
    answer = as_(walt).post(of_step("begin", brief))

    assert (answer.status_code, answer["Location"]) == (302, brief.get_absolute_url())


def test_it_is_done_by_hand_once_all_is_ticked(as_, walt, brief, lights):
    browser = as_(walt)
    refused = browser.post(of_step("finish", brief), headers=IN_RUN)
    assert refused.status_code == 409

    for line in ("Read it", "Send it"):
        browser.post(of_step("check", brief), {"line": line, "is_on": "on"}, headers=IN_RUN)
    assert browser.post(of_step("finish", brief), headers=IN_RUN).status_code == 200
    assert statuses(lights) == {"brief": "done", "text": "ready", "post": "ready"}
    assert browser.post(of_step("finish", brief), headers=IN_RUN).status_code == 409


def test_a_tick_can_be_taken_back(as_, walt, brief):
    browser = as_(walt)
    browser.post(of_step("check", brief), {"line": "Read it", "is_on": "on"})
    browser.post(of_step("check", brief), {"line": "Read it"})

    brief.refresh_from_db()
    assert brief.checked == []


def test_a_line_that_is_not_on_the_list_is_not_ticked(as_, walt, brief):
    answer = as_(walt).post(of_step("check", brief), {"line": "Drink it"}, headers=IN_RUN)

    assert answer.status_code == 422


def test_what_the_data_proves_nobody_ticks(as_, gwen, walt):
    with evidence_of("stock"):
        now = timezone.now()
        plan = a_playbook(a_step("count", evidence="stock"))
        run = a_run(plan, gwen, ends_at=now + timedelta(days=9), at=now)
        count = steps_of(run)["count"]
        browser = as_(gwen)

        page = text(browser.get(of_step("step", count)))
        answer = browser.post(of_step("finish", count), headers=IN_RUN)

    assert of_step("finish", count) not in page
    assert "It closes by itself" in page
    assert answer.status_code == 409


def test_who_could_do_it_is_listed_with_the_load_and_the_hat_first(as_, gwen, walt, cara, brief):
    page = text(as_(gwen).get(of_step("people", brief)))

    assert page.index("Walt") < page.index("Without the hat") < page.index("Cara")


def test_it_is_given_to_somebody_and_back_to_the_role(as_, gwen, cara, brief):
    browser = as_(gwen)
    browser.post(of_step("assign", brief), {"to": cara.pk})
    brief.refresh_from_db()
    assert brief.assignee == cara

    browser.post(of_step("assign", brief), {"to": ""})
    brief.refresh_from_db()
    assert brief.assignee is None


def test_nobody_gets_it_who_is_not_there(as_, gwen, brief):
    answer = as_(gwen).post(of_step("assign", brief), {"to": "999999"}, headers=IN_RUN)

    assert answer.status_code == 422


def test_a_waiver_says_why_and_what_may_go_wrong(as_, gwen, brief):
    browser = as_(gwen)
    asked = browser.post(of_step("waive", brief), {"why": "He is ill."}, headers=IN_RUN)
    assert asked.status_code == 422
    assert "He is ill." in text(asked)
    assert "This field is required." in text(asked)

    page = text(browser.post(of_step("waive", brief), RISK, headers=IN_RUN))

    waivers = page.split('id="waivers-title"')[1].split("</section>")[0]
    assert "He is ill." in waivers
    assert "It reads badly." in waivers
    assert "Gwen" in waivers


def test_a_waiver_is_taken_back_by_who_leads_alone(as_, gwen, walt, brief, lights):
    actions.waive(brief, **RISK, by=gwen, at=timezone.now())

    assert as_(walt).post(of_step("take_up", brief)).status_code == 409
    as_(gwen).post(of_step("take_up", brief))

    assert statuses(lights)["brief"] == "ready"


def test_only_what_the_gate_does_without_is_skipped(as_, gwen, brief, lights):
    browser, post = as_(gwen), steps_of(lights)["post"]

    assert browser.post(of_step("skip", brief), {"why": "No."}).status_code == 409
    assert browser.post(of_step("skip", post), {}, headers=IN_RUN).status_code == 422
    browser.post(of_step("skip", post), {"why": "Nobody reads it."})

    assert statuses(lights)["post"] == "skipped"


def test_an_outsider_sees_the_step_that_was_handed_to_them(as_, stella, gwen, brief, lights):
    actions.assign(brief, stella, by=gwen, at=timezone.now())
    browser = as_(stella)

    if RunStep.objects.visible_to(stella).exists():
        assert browser.get(of_step("step", brief)).status_code == 200
    assert browser.get(of_step("step", steps_of(lights)["text"])).status_code == 404


def test_the_other_roles_step_stays_theirs(as_, hired, brief):
    dora = hired("dora", Role.GRAPHIC_DESIGNER)

    assert as_(dora).post(of_step("begin", brief)).status_code == 404
