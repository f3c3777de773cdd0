"""Steps that the data proves: done by themselves, open again, never a yes by accident."""

from datetime import timedelta
from decimal import Decimal

import pytest

from config.lib.refusals import Refusal
from roles.playbooks import actions, evidence
from roles.playbooks.evidence import EVIDENCE, Answer, Evidence, Line, Repair
from roles.playbooks.models import Run
from roles.tasks.models import Task
from tests.factories import NOON, ProductFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, statuses, steps_of

pytestmark = pytest.mark.django_db
LATER, LATEST = NOON + timedelta(hours=2), NOON + timedelta(hours=4)


@pytest.fixture
def counted(stock, gwen, walt):
    """A run whose first step the stock proves; the text waits for it."""
    return a_run(a_playbook(a_step("count", evidence="stock"), "text:count"), gwen)


def work_of(run, key) -> Task:
    return Task.objects.filter(need="step", subject_id=steps_of(run)[key].pk).latest("pk")


def test_a_yes_ends_the_step_and_its_task(counted, stock):
    assert statuses(counted) == {"count": "ready", "text": "waiting"}
    stock.default = True

    actions.look_again(now=LATER)

    count = steps_of(counted)["count"]
    assert (count.status, count.says, count.said_at, count.done_by) == ("done", True, LATER, None)
    assert (count.sentence, count.figures) == ("%(count)s of 3 are there.", {"count": 3})
    assert work_of(counted, "count").status == Task.Status.DONE
    assert work_of(counted, "text").what_changed == ["“Count” is done."]


def test_what_was_true_from_the_start_asks_nobody(stock, gwen, walt):
    stock.default = True

    run = a_run(a_playbook(a_step("count", evidence="stock"), "text:count"), gwen)

    assert statuses(run) == {"count": "done", "text": "ready"}
    assert Task.objects.count() == 1
    assert steps_of(run)["count"].worked_hours is None


def test_it_is_not_ticked_by_hand(counted, walt):
    with pytest.raises(Refusal, match="when the shop shows it"):
        actions.finish(steps_of(counted)["count"], by=walt, at=LATER)
    with pytest.raises(Refusal):
        work_of(counted, "count").finish(by=walt, at=LATER)


def test_a_yes_that_turns_to_no_opens_the_step_for_who_did_it(counted, stock, gwen, walt):
    actions.begin(steps_of(counted)["count"], by=walt, at=NOON)
    stock.default = True
    actions.look_again(now=LATER)
    assert Run.objects.get().gate_yes == 1
    stock.default = False

    actions.look_again(now=LATEST)

    assert statuses(counted) == {"count": "ready", "text": "waiting"}
    assert Run.objects.get().gate_yes == 0
    again = work_of(counted, "count")
    assert (again.assignee, again.status) == (walt, Task.Status.OPEN)
    assert again.what_changed == ["It was done, and no longer is:", "1 of 3 are there."]


def test_the_owner_of_the_run_hears_of_it(counted, stock, gwen):
    stock.default = True
    actions.look_again(now=LATER)
    stock.default = False

    actions.look_again(now=LATEST)

    (told,) = Task.objects.inbox_of(gwen).filter(need="alarm-step")
    assert told.subject == steps_of(counted)["count"]
    assert told.what_changed[-1] == "1 of 3 are there."

    stock.default = True
    actions.look_again(now=LATEST + timedelta(minutes=1))
    told.refresh_from_db()
    assert told.status == Task.Status.DONE


def test_who_is_at_work_on_the_next_step_hears_of_it_and_keeps_it(counted, stock, walt):
    stock.default = True
    actions.look_again(now=LATER)
    actions.begin(steps_of(counted)["text"], by=walt, at=LATER)
    stock.default = False

    actions.look_again(now=LATEST)

    assert statuses(counted) == {"count": "ready", "text": "doing"}
    assert work_of(counted, "text").what_changed == [
        "“Count”, which this builds on, is open again."
    ]


def test_a_crash_is_no_yes_and_no_no(counted, stock):
    stock.default = True
    actions.look_again(now=LATER)
    stock.default = ZeroDivisionError("no forecast")

    actions.look_again(now=LATEST)

    count = steps_of(counted)["count"]
    assert (count.status, count.says, count.sentence) == ("done", None, "Could not be checked.")
    assert not Run.objects.get().gate_is_open


def test_one_bad_subject_spoils_no_other(stock, gwen, walt):
    playbook = a_playbook(a_step("count", evidence="stock"))
    runs = [a_run(playbook, gwen) for _ in range(7)]
    stock.default = True
    stock.answers[runs[3].subject_id] = KeyError("sku")

    actions.look_again(now=LATER)

    said = [steps_of(run)["count"].says for run in runs]
    assert said == [True, True, True, None, True, True, True]


def test_an_evidence_that_breaks_the_transaction_spoils_no_other(gwen, walt, stock):
    def broken(subjects, now):
        list(Run.objects.raw("SELECT nonsense"))

    stock.default = True
    EVIDENCE["broken"] = Evidence("broken", "Broken", "catalog.product", broken)
    try:
        run = a_run(
            a_playbook(a_step("count", evidence="stock"), a_step("odd", evidence="broken")), gwen
        )
    finally:
        EVIDENCE.pop("broken")

    assert statuses(run) == {"count": "done", "odd": "ready"}
    assert steps_of(run)["odd"].says is None


@pytest.mark.parametrize("said", ["yes", 1, None, "nothing at all"])
def test_only_true_itself_is_a_yes(counted, stock, said):
    stock.default = said

    actions.look_again(now=LATER)

    assert steps_of(counted)["count"].says is None
    assert statuses(counted)["count"] == "ready"


def test_no_answer_about_a_subject_is_no_yes(gwen, walt, stock):
    run = a_run(a_playbook(a_step("count", evidence="stock")), gwen)
    stock.ask = None
    EVIDENCE["stock"] = Evidence("stock", "Stock", "catalog.product", lambda subjects, now: {})

    actions.look_again(now=LATER)

    assert steps_of(run)["count"].says is None


def test_an_evidence_that_left_the_house_could_not_be_checked(counted, stock):
    EVIDENCE["other"] = EVIDENCE.pop("stock")
    try:
        actions.look_again(now=LATER)
    finally:
        EVIDENCE["stock"] = EVIDENCE.pop("other")

    count = steps_of(counted)["count"]
    assert (count.says, count.figures) == (None, {"evidence": "stock"})


def test_figures_lines_and_repairs_are_kept_as_plain_values(gwen, walt, stock):
    def ask(subjects, now):
        answer = Answer(
            False,
            "%(money)s by %(day)s",
            {"money": Decimal("12.50"), "day": NOON.date(), "units": Decimal(3)},
            lines=(Line("%(sku)s is short", {"sku": "A1"}, "/products/1/"),),
            repairs=(Repair("Buy more", role="purchasing", hours=4.0),),
        )
        return {subject.pk: answer for subject in subjects}

    EVIDENCE["stock"] = Evidence("stock", "Stock", "catalog.product", ask)
    run = a_run(a_playbook(a_step("count", evidence="stock")), gwen)

    count = steps_of(run)["count"]
    assert count.figures == {"money": 12.5, "day": "2026-06-15", "units": 3}
    assert count.lines == [
        {"sentence": "%(sku)s is short", "figures": {"sku": "A1"}, "url": "/products/1/"}
    ]
    assert count.repairs[0]["role"] == "purchasing"
    before = steps_of(run)["count"].said_at
    actions.look_again(now=LATER)
    assert steps_of(run)["count"].said_at == before


def test_an_older_look_does_not_overrule_a_newer_one(counted, stock):
    stock.default = True
    actions.look_again(now=LATEST)
    stock.default = False

    actions.look_again(now=LATER)

    assert statuses(counted)["count"] == "done"


def test_a_look_that_was_killed_in_the_middle_is_made_good(counted, stock, monkeypatch):
    stock.default = True
    with monkeypatch.context() as broken:
        broken.setattr("roles.tasks.openings.open_many", _killed)
        with pytest.raises(KeyboardInterrupt):
            actions.look_again(now=LATER)
    assert statuses(counted) == {"count": "ready", "text": "waiting"}

    actions.look_again(now=LATEST)

    assert statuses(counted) == {"count": "done", "text": "ready"}
    assert [str(task) for task in Task.objects.undone()] == ["Text"]


def _killed(*args, **kwargs):
    raise KeyboardInterrupt


def test_one_run_that_cannot_be_looked_at_holds_up_no_other(gwen, walt, stock, monkeypatch):
    playbook = a_playbook(a_step("count", evidence="stock"))
    bad, good = a_run(playbook, gwen), a_run(playbook, gwen)
    stock.default = True
    plain = actions.settling.settle

    def settle(case, *args, **kwargs):
        if case.run.pk == bad.pk:
            raise ZeroDivisionError
        return plain(case, *args, **kwargs)

    monkeypatch.setattr("roles.playbooks.settling.settle", settle)
    actions.look_again(now=LATER)

    assert (statuses(bad), statuses(good)) == ({"count": "ready"}, {"count": "done"})


def test_what_waits_is_worth_what_the_subject_says(gwen, walt, stock, monkeypatch):
    monkeypatch.setitem(
        evidence.AT_RISK,
        "catalog.product",
        lambda subjects, now: {subject.pk: 120 for subject in subjects},
    )
    run = a_run(a_playbook(a_step("count", evidence="stock")), gwen)

    assert Run.objects.get(pk=run.pk).at_risk == work_of(run, "count").at_risk == 120


def test_a_crash_in_the_money_costs_no_look(gwen, walt, stock, monkeypatch):
    monkeypatch.setitem(evidence.AT_RISK, "catalog.product", _crash)
    run = a_run(a_playbook(a_step("count", evidence="stock")), gwen)

    assert (run.at_risk, statuses(run)) == (None, {"count": "ready"})


def _crash(subjects, now):
    raise ZeroDivisionError


# Waived, left out, taken up


def test_a_waiver_lets_the_next_step_begin_and_is_on_record(counted, gwen):
    count = steps_of(counted)["count"]
    for words in ({"why": "", "risk": "Sold out"}, {"why": "No time", "risk": " "}):
        with pytest.raises(Refusal, match="why, and what may go wrong"):
            actions.waive(count, **words, by=gwen, at=LATER)

    actions.waive(count, why="Counted last week", risk="Sold out by Sunday", by=gwen, at=LATER)

    assert statuses(counted) == {"count": "waived", "text": "ready"}
    assert (count.waived_by, count.waived_risk) == (gwen, "Sold out by Sunday")
    assert count.moves.latest("pk").note == "Counted last week"
    assert work_of(counted, "count").status == Task.Status.CANCELLED
    assert work_of(counted, "text").what_changed == ["“Count” was waived: Counted last week"]
    assert Run.objects.get().gate_yes == 1


def test_a_waiver_outlasts_what_the_evidence_says(counted, gwen, stock):
    actions.waive(steps_of(counted)["count"], why="Late", risk="Some", by=gwen, at=LATER)

    actions.look_again(now=LATEST)

    assert statuses(counted)["count"] == "waived"


def test_taken_up_again_it_counts_again(counted, gwen):
    count = steps_of(counted)["count"]
    actions.waive(count, why="Counted last week", risk="Some", by=gwen, at=LATER)

    actions.take_up(count, by=gwen, at=LATEST)

    assert statuses(counted) == {"count": "ready", "text": "waiting"}
    assert (count.waived_by, count.waived_why) == (None, "")
    assert work_of(counted, "count").what_changed == ["It was taken up again (Gwen)."]
    assert not Task.objects.filter(need="alarm-step").exists()


def test_what_the_gate_asks_for_is_not_simply_left_out(gwen, walt):
    run = a_run(a_playbook("brief", a_step("post:brief", is_gate=False)), gwen)
    with pytest.raises(Refusal, match="only be waived"):
        actions.skip(steps_of(run)["brief"], why="No need", by=gwen, at=LATER)

    actions.skip(steps_of(run)["post"], why="Nobody reads it", by=gwen, at=LATER)

    assert statuses(run) == {"brief": "ready", "post": "skipped"}


def test_what_a_person_said_a_person_takes_back(gwen, walt):
    run = a_run(a_playbook("brief", "text:brief"), gwen)
    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    actions.take_up(steps_of(run)["brief"], by=walt, at=LATEST)

    assert statuses(run) == {"brief": "ready", "text": "waiting"}
    assert work_of(run, "brief").assignee == walt


def test_what_the_data_said_only_the_data_takes_back(counted, stock, gwen):
    stock.default = True
    actions.look_again(now=LATER)

    with pytest.raises(Refusal, match="when the shop shows it"):
        actions.take_up(steps_of(counted)["count"], by=gwen, at=LATEST)


def test_runs_about_nothing_in_particular_take_any_subject(gwen, walt):
    playbook = a_playbook("brief", about=None)

    assert a_run(playbook, gwen, gwen) != a_run(playbook, gwen, ProductFactory())
