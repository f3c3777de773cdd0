"""A run from its start to its end."""

from datetime import timedelta

import pytest

from config.lib.refusals import Refusal
from roles.playbooks import actions
from roles.playbooks.models import Run, RunStep
from roles.tasks import actions as tasks
from roles.tasks.models import Task
from roles.team import actions as team
from roles.team.models import Role
from tests.factories import NOON, ProductFactory
from tests.factories.playbooks import (
    IN_TWO_WEEKS,
    a_playbook,
    a_run,
    a_step,
    evidence_of,
    statuses,
    steps_of,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def live_tasks():
    return list(Task.objects.undone().order_by("pk"))


def work_of(step) -> Task:
    return Task.objects.filter(need="step", subject_id=step.pk).latest("pk")


# The start


def test_it_begins_with_what_waits_for_nothing(run, walt):
    assert statuses(run) == {"brief": "ready", "text": "waiting"}
    (task,) = live_tasks()
    assert (str(task), task.role.key, task.door) == ("Brief", Role.WEB_WRITER, "playbooks:step")
    assert task.what_changed == ["“Launch” has begun."]
    assert task in Task.objects.inbox_of(walt)


def test_its_dates_are_planned_and_agreed_at_once(run):
    text = steps_of(run)["text"]

    assert run.planned_end_at == text.earliest_end_at == text.agreed_end_at
    assert text.earliest_start_at >= steps_of(run)["brief"].earliest_end_at
    assert text.is_critical
    assert work_of(steps_of(run)["brief"]).start_by == steps_of(run)["brief"].latest_start_at


def test_started_twice_it_is_one_run(run, gwen):
    again = a_run(run.playbook, gwen, run.subject)

    assert again == run
    assert RunStep.objects.count() == 2


def test_an_end_in_the_past_is_refused(gwen, walt):
    with pytest.raises(Refusal, match="end has passed"):
        a_run(a_playbook("brief"), gwen, ends_at=NOON)


def test_a_role_that_nobody_has_is_refused_by_name(gwen):
    with pytest.raises(Refusal, match="“Web writer” of the step “Brief”"):
        a_run(a_playbook("brief"), gwen)

    assert not Run.objects.exists()


def test_who_left_holds_no_role(gwen, walt):
    team.dismiss(walt)

    with pytest.raises(Refusal, match="Web writer"):
        a_run(a_playbook("brief"), gwen)


def test_another_kind_of_record_is_refused(gwen, walt):
    with pytest.raises(Refusal, match="about something else"):
        a_run(a_playbook("brief"), gwen, gwen)


def test_what_is_not_published_cannot_start(gwen, walt):
    playbook = a_playbook("brief")
    playbook.editions.update(published_at=None)

    with pytest.raises(Refusal, match="cannot be started"):
        a_run(playbook, gwen)


# One step after the other


def test_the_next_person_is_told_what_ended_and_by_whom(run, walt):
    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    assert statuses(run) == {"brief": "done", "text": "ready"}
    (task,) = live_tasks()
    assert task.what_changed == ["“Brief” is done (Walt)."]
    assert work_of(steps_of(run)["brief"]).status == Task.Status.DONE


def test_a_lag_holds_the_next_step_back_for_working_hours(gwen, walt):
    run = a_run(a_playbook("glue", "paint:glue+6"), gwen)
    actions.finish(steps_of(run)["glue"], by=walt, at=LATER)  # 14:00 in Rome: 4 hours today

    actions.look_again(now=NOON + timedelta(hours=22))  # 10:00 the next day
    assert statuses(run)["paint"] == "waiting"

    actions.look_again(now=NOON + timedelta(hours=23))
    assert statuses(run)["paint"] == "ready"


def test_a_step_hangs_on_the_start_or_on_the_end(gwen, walt):
    late = a_step("late", begins="after_start", offset_days=2)
    last = a_step("last", begins="before_end", offset_days=1)
    run = a_run(a_playbook("brief", late, last), gwen)
    assert statuses(run) == {"brief": "ready", "late": "waiting", "last": "waiting"}

    actions.look_again(now=NOON + timedelta(days=2))
    assert statuses(run) == {"brief": "ready", "late": "ready", "last": "waiting"}

    actions.look_again(now=IN_TWO_WEEKS - timedelta(days=4))  # Thursday
    assert statuses(run)["last"] == "waiting"

    actions.look_again(now=IN_TWO_WEEKS - timedelta(days=3))  # the working day before Monday
    assert statuses(run)["last"] == "ready"


def test_taking_the_task_begins_the_step_and_putting_it_back_does_not(run, walt):
    task = work_of(steps_of(run)["brief"])
    task.take(by=walt, at=NOON)
    actions.look_again(now=LATER)
    brief = steps_of(run)["brief"]
    assert (brief.status, brief.assignee, brief.begun_at) == ("doing", walt, LATER)

    tasks.hand_over(Task.objects.get(pk=task.pk), None, by=walt, at=LATER)
    actions.look_again(now=LATER + timedelta(minutes=1))
    brief = steps_of(run)["brief"]
    assert (brief.status, brief.assignee, brief.begun_at) == ("ready", None, None)


def test_beginning_the_step_takes_the_task(run, walt):
    actions.begin(steps_of(run)["brief"], by=walt, at=LATER)
    actions.begin(steps_of(run)["brief"], by=walt, at=LATER)

    task = work_of(steps_of(run)["brief"])
    assert (task.status, task.assignee) == (Task.Status.TAKEN, walt)
    assert statuses(run)["brief"] == "doing"


def test_nobody_takes_a_step_out_of_anothers_hands(run, walt, hired):
    actions.begin(steps_of(run)["brief"], by=walt, at=LATER)

    with pytest.raises(Refusal, match="Walt is already at it"):
        actions.begin(steps_of(run)["brief"], by=hired("wilma", Role.WEB_WRITER), at=LATER)


def test_a_task_ticked_in_the_inbox_ends_the_step(run, walt):
    tasks.finish(work_of(steps_of(run)["brief"]), by=walt, at=LATER)

    actions.look_again(now=LATER)

    brief = steps_of(run)["brief"]
    assert (brief.status, brief.done_by) == ("done", walt)
    assert statuses(run)["text"] == "ready"


def test_undone_in_the_inbox_the_step_opens_again(run, walt):
    task = work_of(steps_of(run)["brief"])
    tasks.finish(task, by=walt, at=LATER)
    actions.look_again(now=LATER)
    task.reopen(by=walt, at=LATER)

    actions.look_again(now=LATER + timedelta(minutes=1))

    assert statuses(run) == {"brief": "ready", "text": "waiting"}
    assert [work.subject_id for work in Task.objects.undone().filter(need="step")] == [
        steps_of(run)["brief"].pk
    ]


def test_hours_are_counted_on_the_calendar_of_who_did_it(run, walt):
    next_morning = NOON + timedelta(hours=22)  # 6 hours of Monday, and one of Tuesday

    actions.finish(steps_of(run)["brief"], by=walt, at=next_morning)

    assert steps_of(run)["brief"].worked_hours == 7


def test_a_checklist_is_ticked_before_the_step_is_done(gwen, walt):
    run = a_run(a_playbook(a_step("pack", checklist=("Boxes", "Tape"))), gwen)
    pack = steps_of(run)["pack"]
    with pytest.raises(Refusal, match="Boxes, Tape"):
        actions.finish(pack, by=walt, at=LATER)

    actions.check(pack, "Tape", by=walt, at=LATER)
    actions.check(pack, "Boxes", by=walt, at=LATER)
    actions.check(pack, "Boxes", by=walt, at=LATER)
    assert pack.checked == ["Boxes", "Tape"]
    actions.check(pack, "Tape", is_on=False, by=walt, at=LATER)
    with pytest.raises(Refusal, match="Not ticked yet: Tape"):
        actions.finish(pack, by=walt, at=LATER)

    actions.check(pack, "Tape", by=walt, at=LATER)
    actions.finish(pack, by=walt, at=LATER)
    assert statuses(run) == {"pack": "done"}


def test_only_who_has_the_hat_works_on_a_step(run, dora):
    with pytest.raises(Refusal, match="somebody else’s"):
        actions.finish(steps_of(run)["brief"], by=dora, at=LATER)


def test_what_is_done_is_not_done_again(run, walt):
    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    with pytest.raises(Refusal, match="done already"):
        actions.finish(steps_of(run)["brief"], by=walt, at=LATER)
    with pytest.raises(Refusal):
        actions.finish(
            steps_of(run)["text"].__class__.objects.get(step__key="brief"), by=walt, at=LATER
        )


def test_a_step_whose_turn_has_not_come_is_not_done(run, walt):
    with pytest.raises(Refusal):
        actions.finish(steps_of(run)["text"], by=walt, at=LATER)


# To hand it to somebody


def test_a_step_handed_out_is_in_that_inbox_alone(run, gwen, walt, hired):
    wilma = hired("wilma", Role.WEB_WRITER)

    actions.assign(steps_of(run)["brief"], wilma, by=gwen, at=LATER, note="You know the brand")

    task = work_of(steps_of(run)["brief"])
    assert task.assignee == wilma
    assert task in Task.objects.inbox_of(wilma)
    assert task not in Task.objects.inbox_of(walt)


def test_handed_out_before_its_turn_it_waits_for_that_person(run, gwen, walt, dora):
    actions.assign(steps_of(run)["text"], dora, by=gwen, at=LATER)

    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    assert work_of(steps_of(run)["text"]).assignee == dora


def test_an_outsider_sees_the_step_while_the_work_lasts(run, gwen, walt, stella):
    brief = steps_of(run)["brief"]

    def seen():
        return list(RunStep.objects.visible_to(type(stella).objects.get(pk=stella.pk)))

    actions.assign(brief, stella, by=gwen, at=LATER)
    assert seen() == [brief]

    actions.finish(brief, by=type(stella).objects.get(pk=stella.pk), at=LATER)
    assert seen() == []


def test_work_of_somebody_who_left_goes_back_to_the_queue(run, gwen, walt, hired):
    wilma = hired("wilma", Role.WEB_WRITER)
    actions.assign(steps_of(run)["text"], wilma, by=gwen, at=LATER)
    team.dismiss(wilma)

    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    assert work_of(steps_of(run)["text"]).assignee is None


# The end


def test_what_only_people_say_ends_with_its_last_step(run, walt):
    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)
    actions.finish(steps_of(run)["text"], by=walt, at=LATER)

    run.refresh_from_db()
    assert (run.status, run.ended_at) == (Run.Status.ENDED, LATER)
    assert run.gate_is_open
    assert live_tasks() == []
    assert [move.became for move in run.moves.order_by("pk")] == ["running", "ended"]


def test_what_can_still_turn_back_is_watched_until_its_date(gwen, walt, stock):
    stock.default = True
    run = a_run(a_playbook(a_step("count", evidence="stock")), gwen)
    assert (run.status, run.gate_yes, run.gate_all) == ("running", 1, 1)

    actions.look_again(now=IN_TWO_WEEKS)

    run.refresh_from_db()
    assert run.status == Run.Status.ENDED


def test_cancelled_its_work_leaves_every_inbox(run, gwen):
    with pytest.raises(Refusal, match="why"):
        actions.cancel(run, why=" ", by=gwen, at=LATER)

    actions.cancel(run, why="The supplier is bankrupt", by=gwen, at=LATER)

    assert run.status == Run.Status.CANCELLED
    assert live_tasks() == []
    assert run.moves.latest("pk").note == "The supplier is bankrupt"
    with pytest.raises(Refusal, match="over"):
        actions.cancel(run, why="Again", by=gwen, at=LATER)
    with pytest.raises(Refusal, match="over"):
        actions.finish(steps_of(run)["brief"], by=gwen, at=LATER)


def test_it_ends_by_hand_only_when_the_gate_holds(gwen, walt):
    run = a_run(a_playbook("brief", a_step("post", is_gate=False)), gwen)
    with pytest.raises(Refusal, match="“Brief”"):
        actions.end(run, by=gwen, at=LATER)
    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    actions.end(run, by=gwen, at=LATER)

    assert run.status == Run.Status.ENDED
    assert live_tasks() == []


def test_after_it_ended_the_same_subject_can_have_another(run, gwen):
    actions.cancel(run, why="Begun wrongly", by=gwen, at=LATER)

    assert a_run(run.playbook, gwen, run.subject) != run


def test_a_date_that_moves_takes_everything_with_it(run, gwen):
    was = steps_of(run)["text"]

    actions.change(run, ends_at=IN_TWO_WEEKS + timedelta(days=7), by=gwen, at=LATER)

    text = steps_of(run)["text"]
    assert text.latest_end_at == was.latest_end_at + timedelta(days=7)
    assert text.agreed_end_at == was.agreed_end_at
    assert work_of(steps_of(run)["brief"]).due_at == steps_of(run)["brief"].latest_end_at
    with pytest.raises(Refusal, match="end has passed"):
        actions.change(run, ends_at=NOON, by=gwen, at=LATER)


def test_leading_a_run_is_not_for_everybody(run, walt, mark):
    step = steps_of(run)["brief"]
    for deed in (
        lambda: actions.cancel(run, why="No", by=walt, at=LATER),
        lambda: actions.end(run, by=walt, at=LATER),
        lambda: actions.change(run, owner=walt, by=walt, at=LATER),
        lambda: actions.waive(step, why="No", risk="None", by=walt, at=LATER),
        lambda: actions.skip(step, why="No", by=walt, at=LATER),
    ):
        with pytest.raises(Refusal, match="Only who leads"):
            deed()


# The subject


def test_a_run_goes_with_what_it_was_about(run):
    run.subject.delete()

    actions.look_again(now=LATER)

    run.refresh_from_db()
    assert (run.status, live_tasks()) == (Run.Status.CANCELLED, [])
    assert run.moves.latest("pk").note == "What it was about is gone."
    assert str(run).startswith("Launch: ")


# However many


def test_a_look_costs_as_many_questions_for_forty_runs_as_for_two(
    gwen, walt, stock, django_assert_max_num_queries
):
    playbook = a_playbook(a_step("count", evidence="stock"), "text:count", "post:text")
    subjects = ProductFactory.create_batch(40)
    for subject in subjects[:2]:
        a_run(playbook, gwen, subject)
    actions.look_again(now=NOON + timedelta(minutes=1))
    for subject in subjects[2:]:
        a_run(playbook, gwen, subject)
    stock.default = True

    with django_assert_max_num_queries(40):
        actions.look_again(now=LATER)

    assert RunStep.objects.filter(status="done").count() == 40
    assert Task.objects.undone().count() == 40


def test_evidence_is_asked_once_for_all_runs(gwen, walt, stock):
    playbook = a_playbook(a_step("count", evidence="stock"), a_step("weigh", evidence="stock"))
    for _ in range(5):
        a_run(playbook, gwen)
    stock.asked = 0

    actions.look_again(now=LATER)

    assert stock.asked == 1


def test_a_look_that_finds_nothing_new_writes_no_history(run):
    actions.look_again(now=LATER)
    before = RunStep.objects.values_list("pk", "moves")

    actions.look_again(now=LATER)

    assert list(before) == list(RunStep.objects.values_list("pk", "moves"))
    assert Task.objects.count() == 1


def test_two_evidences_are_two_questions(gwen, walt):
    with evidence_of("price", "weight") as (price, weight):
        price.default = True
        run = a_run(
            a_playbook(a_step("price", evidence="price"), a_step("weigh", evidence="weight")), gwen
        )

        assert statuses(run) == {"price": "done", "weigh": "ready"}
        assert (price.asked, weight.asked) == (1, 1)
