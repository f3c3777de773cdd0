"""The board of runs and the page of a run."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roles.playbooks import actions
from roles.playbooks.models import Playbook, Run, RunStep
from roles.team.models import User
from tests.exports.asking import rows_of
from tests.factories import ProductFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, evidence_of, statuses, steps_of
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
IN_RUN = HTMX | {"HX-Target": "run"}


def of_run(verb, run):
    return reverse(f"playbooks:{verb}", args=[run.pk])


def now_run(playbook, owner, subject=None, *, days=14):
    """A run of today, which the web's own clock can move."""
    now = timezone.now()
    return a_run(playbook, owner, subject, ends_at=now + timedelta(days=days), at=now)


@pytest.fixture
def lights(gwen, walt):
    """A run on the Christmas lights: a brief, then a text."""
    playbook = a_playbook("brief", a_step("text:brief", checklist=("Read it", "Send it")))
    return now_run(playbook, gwen, ProductFactory(name="Christmas lights"))


# The board


def test_the_board_tells_each_run_in_one_row(as_, gwen, lights):
    page = text(as_(gwen).get("/runs/"))

    row = page.split(f'id="run-{lights.pk}"')[1].split("</tr>")[0]
    assert "Christmas lights" in row
    assert "Launch" in row
    assert "0/2" in row
    assert "Brief" in row
    assert "Web writer" in row


def test_every_hat_may_look_and_a_stranger_finds_nothing(as_, walt, stella, lights):
    assert as_(walt).get("/runs/").status_code == 200
    assert as_(stella).get("/runs/").status_code == 404


def test_the_board_answers_htmx_with_its_rows_alone(as_, gwen, lights):
    part = text(as_(gwen).get("/runs/", headers=HTMX))

    assert "Christmas lights" in part
    assert "<html" not in part


def test_an_empty_board_says_how_a_run_begins(as_, gwen):
    assert reverse("playbooks:playbooks") in text(as_(gwen).get("/runs/"))


def test_the_board_asks_no_more_for_more_runs(as_, gwen, lights, django_assert_max_num_queries):
    browser = as_(gwen)
    browser.get("/runs/")
    with django_assert_max_num_queries(40) as few:
        browser.get("/runs/")
    asked = len(few)
    for _number in range(6):
        now_run(lights.playbook, gwen)

    with django_assert_max_num_queries(asked):
        browser.get("/runs/")


@pytest.mark.parametrize("words", ["christmas", "gwen", "launch"])
def test_a_run_is_found_by_its_record_its_owner_and_its_playbook(as_, gwen, lights, words):
    assert "Christmas lights" in text(as_(gwen).get("/runs/", {"q": words}))


def test_a_run_about_a_person_is_found_by_their_name(as_, gwen, walt, lights):
    now_run(a_playbook("welcome", key="joins", about=User), gwen, walt)

    page = text(as_(gwen).get("/runs/", {"q": "walt"}))

    assert "Walt" in page.split("data-rows")[1]
    assert "Christmas lights" not in page


def test_words_that_name_nothing_find_nothing(as_, gwen, lights):
    assert "Christmas lights" not in text(as_(gwen).get("/runs/", {"q": "easter"}))


def test_the_board_is_narrowed_to_mine(as_, gwen, walt, lights):
    Run.objects.update(owner=walt)

    assert "Christmas lights" not in text(as_(gwen).get("/runs/", {"whose": "mine"}))
    assert "Christmas lights" in text(as_(walt).get("/runs/", {"whose": "mine"}))


def test_the_board_is_narrowed_to_late_runs(as_, gwen, lights):
    assert "Christmas lights" not in text(as_(gwen).get("/runs/", {"state": "late"}))

    Run.objects.update(slack_hours=-4)

    assert "Christmas lights" in text(as_(gwen).get("/runs/", {"state": "late"}))


def test_taken_away_no_number_reads_as_a_day_and_each_says_what_it_counts(as_, gwen, lights):
    Run.objects.update(gate_yes=3, gate_all=5, slack_hours=-4)

    heading, row = rows_of(as_(gwen).get("/runs/", {"format": "csv"}))

    told = dict(zip(heading, row, strict=True))
    assert (told["Gate: conditions that hold"], told["Gate: conditions"]) == ("3", "5")
    assert told["Slack (hours of work)"] == "-4.00"
    assert not [cell for cell in row if "/" in cell]


def test_the_board_is_narrowed_by_the_gate(as_, gwen, lights):
    assert "Christmas lights" in text(as_(gwen).get("/runs/", {"state": "shut"}))
    assert "Christmas lights" not in text(as_(gwen).get("/runs/", {"state": "open"}))

    Run.objects.update(gate_yes=2)

    assert "Christmas lights" in text(as_(gwen).get("/runs/", {"state": "open"}))
    assert "Christmas lights" not in text(as_(gwen).get("/runs/", {"state": "shut"}))


def test_a_gate_that_asks_for_nothing_is_not_open(as_, gwen, lights):
    Run.objects.update(gate_yes=0, gate_all=0)

    assert "Christmas lights" not in text(as_(gwen).get("/runs/", {"state": "open"}))
    assert not Run.objects.get().gate_is_open


def test_the_run_with_the_least_to_spare_stands_first(as_, gwen, lights):
    late = now_run(lights.playbook, gwen, ProductFactory(name="Easter eggs"))
    Run.objects.filter(pk=late.pk).update(slack_hours=-90)

    page = text(as_(gwen).get("/runs/"))

    assert page.index("Easter eggs") < page.index("Christmas lights")


def test_what_is_behind_us_stands_on_its_own_tab(as_, gwen, lights):
    actions.cancel(lights, why="No lights this year.", by=gwen, at=timezone.now())

    assert "Christmas lights" not in text(as_(gwen).get("/runs/"))
    assert "Christmas lights" in text(as_(gwen).get("/runs/ended/"))


def test_the_board_can_be_taken_away(as_, gwen, lights):
    answer = as_(gwen).get("/runs/", {"format": "csv"})

    assert "Christmas lights" in b"".join(answer.streaming_content).decode()


# The page of a run


def test_a_run_tells_its_gate_what_is_missing_and_its_time_line(as_, walt, lights):
    page = text(as_(walt).get(of_run("run", lights)))

    assert "closed, 2 missing" in page
    assert "Why can’t we launch?" in page
    assert page.count('<use href="#gantt-lines"/>') == lights.steps.count()
    assert "Nobody has said so yet." in page


def test_the_chance_of_a_plan_that_has_changed_is_not_told(as_, walt, lights):
    Run.objects.update(chance="0.970", chance_key=lights.plan_key)
    assert "97%" in text(as_(walt).get(of_run("run", lights)))

    Run.objects.update(plan_key="another")

    page = text(as_(walt).get(of_run("run", lights)))
    assert "97%" not in page
    assert "is being worked out" in page


def test_a_run_answers_htmx_with_itself_alone(as_, gwen, lights):
    assert text(as_(gwen).get(of_run("run", lights), headers=HTMX)).lstrip().startswith("<div")


def test_a_stranger_finds_no_run(as_, stella, lights):
    assert as_(stella).get(of_run("run", lights)).status_code == 404


def test_evidence_is_told_with_its_figures_lines_and_repairs(as_, gwen, walt):
    with evidence_of("stock"):
        run = now_run(a_playbook(a_step("count", evidence="stock")), gwen)
        RunStep.objects.update(
            lines=[
                {"sentence": "%(sku)s: %(have)s", "figures": {"sku": "L1", "have": 3}, "url": ""}
            ],
            repairs=[
                {"sentence": "Buy 40", "url": "/buy/", "role": "purchasing", "hours": 40},
                {"sentence": "Leave L1 out", "url": "/out/", "role": "marketing", "hours": 1},
            ],
        )

        page = text(as_(gwen).get(of_run("run", run)))

    why = page.split('class="panel why"')[1].split("</section>")[0]
    assert "1 of 3 are there." in page
    assert "L1: 3" in page
    assert page.index("Leave L1 out") < page.index("Buy 40")
    assert "Leave L1 out" in why
    assert "Buy 40" not in why
    assert "Marketing · 1 h" in why


def test_evidence_that_crashed_is_no_yes(as_, gwen, walt):
    with evidence_of("stock") as facts:
        facts.default = RuntimeError("the shop is away")
        run = now_run(a_playbook(a_step("count", evidence="stock")), gwen)

        page = text(as_(gwen).get(of_run("run", run)))

    assert "Could not be checked" in page
    assert "closed, 1 missing" in page


def test_the_gate_is_open_once_all_of_it_holds(as_, gwen, walt):
    with evidence_of("stock") as facts:
        facts.default = True
        run = now_run(a_playbook(a_step("count", evidence="stock")), gwen)

        page = text(as_(gwen).get(of_run("run", run)))

    assert "Nothing holds it up" in page


def test_a_run_asks_no_more_for_more_steps(as_, gwen, walt, django_assert_max_num_queries):
    short = now_run(a_playbook("a", "b:a"), gwen)
    many = [f"s{number}:s{number - 1}" if number else "s0" for number in range(12)]
    long = now_run(a_playbook(*many, key="long"), gwen)
    browser = as_(gwen)
    browser.get(of_run("run", short))
    browser.get(of_run("run", long))

    with django_assert_max_num_queries(30) as few:
        browser.get(of_run("run", short))
    asked = len(few)
    with django_assert_max_num_queries(asked):
        browser.get(of_run("run", long))


def test_the_gate_alone_is_sent_only_when_it_looks_different(as_, gwen, lights):
    browser = as_(gwen)
    part = text(browser.get(of_run("gate", lights), headers=HTMX))
    mark = part.split("?seen=")[1].split('"')[0]

    assert browser.get(of_run("gate", lights), {"seen": mark}).status_code == 204

    actions.finish(steps_of(lights)["brief"], by=gwen, at=timezone.now())

    assert browser.get(of_run("gate", lights), {"seen": mark}).status_code == 200


def test_its_history_tells_what_happened_the_newest_first(as_, gwen, walt, lights):
    actions.finish(steps_of(lights)["brief"], by=gwen, at=timezone.now())

    told = text(as_(walt).get(of_run("history", lights), headers=HTMX))

    assert told.index("Brief: Done") < told.index("Started")
    assert of_run("history", lights) in text(as_(walt).get(of_run("run", lights)))


# What leads a run


def test_who_leads_finds_the_forms_on_the_page_and_nobody_else(as_, gwen, walt, lights):
    forms = text(as_(gwen).get(of_run("lead", lights), headers=HTMX))

    assert of_run("change", lights) in forms
    assert of_run("lead", lights) in text(as_(gwen).get(of_run("run", lights)))
    assert of_run("lead", lights) not in text(as_(walt).get(of_run("run", lights)))


def test_another_date_plans_it_again(as_, gwen, lights):
    later = timezone.localtime(lights.ends_at) + timedelta(days=7)

    answer = as_(gwen).post(
        of_run("change", lights), {"ends_at": f"{later:%Y-%m-%dT%H:%M}", "owner": gwen.pk}
    )

    was = lights.slack_hours
    lights.refresh_from_db()
    assert answer.status_code == 302
    assert lights.slack_hours > was


def test_who_answers_for_it_now_is_told_in_its_history(as_, gwen, walt, lights):
    values = {"ends_at": f"{timezone.localtime(lights.ends_at):%Y-%m-%dT%H:%M}", "owner": walt.pk}

    as_(gwen).post(of_run("change", lights), values)

    assert "Gwen → Walt" in text(as_(gwen).get(of_run("history", lights), headers=HTMX))


def test_no_outsider_leads_a_run(as_, gwen, walt, stella, lights):
    when = f"{timezone.localtime(lights.ends_at):%Y-%m-%dT%H:%M}"
    values = {"ends_at": when, "playbook": lights.playbook_id, "owner": stella.pk}
    of_it = [lights.subject_type_id, lights.subject_id]

    for address in (of_run("change", lights), reverse("playbooks:start", args=of_it)):
        answer = as_(gwen).post(address, values)

        assert answer.status_code == 422
        assert "Walt" in text(answer)
        assert "Stella" not in text(answer)


def test_a_date_in_the_past_is_refused(as_, gwen, lights):
    values = {"ends_at": "2020-01-07T10:00", "owner": gwen.pk}

    assert as_(gwen).post(of_run("change", lights), values).status_code == 409


def test_no_date_is_asked_for_again(as_, gwen, lights):
    answer = as_(gwen).post(of_run("change", lights), {"owner": gwen.pk}, headers=IN_RUN)

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#lead"
    assert "This field is required." in text(answer)


def test_a_browser_without_scripts_is_asked_again_on_a_page(as_, gwen, lights):
    answer = as_(gwen).post(of_run("change", lights), {"owner": gwen.pk})

    assert answer.status_code == 422
    assert "<html" in text(answer)
    assert "This field is required." in text(answer)


def test_only_who_leads_may_change_end_or_cancel(as_, walt, lights):
    browser = as_(walt)

    for verb in ("change", "end", "cancel"):
        assert browser.post(of_run(verb, lights)).status_code == 404


def test_it_cannot_end_while_the_gate_is_closed(as_, gwen, lights):
    answer = as_(gwen).post(of_run("end", lights), headers=IN_RUN)

    assert answer.status_code == 409
    assert "Still open" in text(answer)


def test_it_is_cancelled_with_a_reason(as_, gwen, lights):
    assert as_(gwen).post(of_run("cancel", lights), headers=IN_RUN).status_code == 422

    answer = as_(gwen).post(of_run("cancel", lights), {"why": "No lights."}, headers=IN_RUN)

    assert "Cancelled" in text(answer)
    assert Run.objects.get().status == "cancelled"


def test_looking_again_asks_the_evidence(as_, gwen, walt):
    with evidence_of("stock") as facts:
        run = now_run(a_playbook(a_step("count", evidence="stock")), gwen)
        facts.default = True

        answer = as_(walt).post(of_run("look", run), headers=IN_RUN)

    assert "Nothing holds it up" in text(answer)
    assert statuses(run) == {"count": "done"}


def test_the_cast_of_a_run_is_not_needed_to_read_it(as_, gwen, lights):
    """A record that was deleted leaves its run readable."""
    lights.subject.delete()

    assert as_(gwen).get(of_run("run", lights)).status_code == 200
    assert as_(gwen).get("/runs/").status_code == 200


def test_a_playbook_without_runs_can_be_looked_at(as_, walt, lights):
    plan = Playbook.objects.get(key="launch")

    assert "Brief" in text(as_(walt).get(plan.get_absolute_url()))
