"""Pictures, pages and plans, on cases whose answer is known."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType

from analytics.kpi import Dimension
from roles.graphic_designer.models import Proof
from roles.playbooks.models import Edition, Playbook, Run, RunStep, Step
from roles.tasks.models import Request
from roles.team.models import Role
from roles.webmaster.models import CheckDay
from tests.analytics.conftest import MONDAY
from tests.factories import NOON, ProductFactory
from tests.factories.graphic_designer import BriefFactory
from tests.factories.webmaster import DefectFactory, SiteCheckFactory

AN_HOUR = timedelta(hours=1)


def test_pictures_approved_at_the_first_proof(measured):
    for rounds in (1, 2):
        brief = BriefFactory(approved=True)
        for number in range(1, rounds + 1):
            Proof.objects.create(brief=brief, number=number, begun_at=NOON)
    BriefFactory()

    assert measured("pictures.approved") == {"2026-06-15": 2}
    assert measured("pictures.first_pass") == {"2026-06-15": (1, 2)}


def test_pages_that_answer_are_counted_by_the_answers_of_the_day(measured):
    for name, passed in (("Home", 280), ("Cart", 200)):
        check = SiteCheckFactory(name=name)
        CheckDay.objects.create(check_of=check, date=MONDAY, asked=288, passed=passed)

    assert measured("site.uptime") == {"2026-06-15": (480, 576)}


def test_a_defect_counts_on_the_day_it_was_fixed(measured):
    DefectFactory(status="fixed", fixed_at=NOON, reported_at=NOON - 30 * AN_HOUR)
    DefectFactory()

    assert measured("site.hours_to_fix") == {"2026-06-15": (30, 1)}


def run_of(role, *, ended_at, **step):
    playbook = Playbook.objects.create(key=f"plan-{Playbook.objects.count()}", title="Plan")
    edition = Edition.objects.create(playbook=playbook, number=1, published_at=NOON)
    product = ProductFactory()
    run = Run.objects.create(
        playbook=playbook,
        edition=edition,
        subject_type=ContentType.objects.get_for_model(product),
        subject_id=product.pk,
        owner=step.pop("owner"),
        status="ended",
        started_at=NOON - 50 * AN_HOUR,
        ends_at=NOON,
        ended_at=ended_at,
    )
    one = Step.objects.create(
        edition=edition, key="one", title="One", role=Role.objects.get(key=role)
    )
    return RunStep.objects.create(run=run, step=one, **step)


def test_runs_end_in_time_and_steps_wait_between_roles(measured, gwen):
    step = {"status": "done", "done_at": NOON, "owner": gwen}
    begun = {"ready_at": NOON - 5 * AN_HOUR, "begun_at": NOON - 2 * AN_HOUR}
    run_of(Role.WEB_WRITER, ended_at=NOON, agreed_end_at=NOON, **begun, **step)
    run_of(Role.WAREHOUSE, ended_at=NOON + AN_HOUR, agreed_end_at=NOON - AN_HOUR, **step)

    assert measured("runs.on_time") == {"2026-06-15": (1, 2)}
    assert measured("runs.steps_as_agreed") == {"2026-06-15": (1, 2)}
    assert measured("runs.waiting_hours", by=Dimension.ROLE) == {
        ("2026-06-15", Role.WEB_WRITER): (Decimal(3), 1)
    }


def test_requests_are_told_by_the_role_that_answered(measured, gwen):
    roles = {role.key: role for role in Role.objects.all()}
    for key, hours in ((Role.WAREHOUSE, 2), (Role.WAREHOUSE, 6), (Role.MARKETING, None)):
        Request.objects.create(
            title="The measures",
            accepted_when="They are on the sheet.",
            from_role=roles[Role.WEB_WRITER],
            to_role=roles[key],
            asked_by=gwen,
            asked_at=NOON,
            due_at=NOON,
            answered_at=hours and NOON,
            answer_hours=hours,
            form_key=uuid4(),
        )

    by_role = measured("team.request_hours", by=Dimension.ROLE)

    assert by_role == {("2026-06-15", Role.WAREHOUSE): (8, 2)}
