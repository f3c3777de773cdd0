"""A new person in the team, and an incident on the shop."""

from django.utils.translation import gettext_noop as _

from roles.coordinator.playbooks.plan import Plan
from roles.playbooks.plan_steps import PlanStep
from roles.team.models import Role

PERSON = Plan(
    key="new-person",
    title=_("New person in the team"),
    about="team.user",
    description=_(
        "Hats, hours and access on the first day; the first work done in the first week."
    ),
    steps=(
        PlanStep(
            "give-hats",
            _("Give the hats"),
            Role.COORDINATOR,
            lead=2,
            effort=0.5,
            evidence="person-has-hats",
        ),
        PlanStep(
            "give-access",
            _("Give access"),
            Role.HELP_DESK,
            lead=4,
            effort=1,
            after=("give-hats",),
            checklist=(_("Mailbox"), _("Shop platform"), _("Second factor set up")),
        ),
        PlanStep(
            "show-desk",
            _("Show the desk and the inbox"),
            Role.COORDINATOR,
            lead=8,
            effort=1,
            after=("give-access",),
        ),
        PlanStep(
            "first-work",
            _("The first work is done"),
            Role.COORDINATOR,
            lead=24,
            effort=0.5,
            after=("show-desk",),
            evidence="person-did-work",
        ),
    ),
)
INCIDENT = Plan(
    key="shop-incident",
    title=_("Incident on the shop"),
    about="webmaster.defect",
    description=_("Something on the shop is broken and costs money: stop the loss, mend it, tell."),
    steps=(
        PlanStep(
            "pause-campaigns",
            _("Pause the campaigns it touches"),
            Role.MARKETING,
            lead=1,
            effort=0.5,
        ),
        PlanStep(
            "tell-care",
            _("Tell customer care what to answer"),
            Role.CUSTOMER_CARE,
            lead=1,
            effort=0.5,
            evidence="defect-answers",
        ),
        PlanStep(
            "mend",
            _("Mend it"),
            Role.WEBMASTER,
            lead=4,
            effort=3,
            evidence="defect-fixed",
        ),
        PlanStep(
            "verify",
            _("Verify that it works"),
            Role.WEBMASTER,
            lead=2,
            effort=0.5,
            after=("mend",),
            evidence="defect-verified",
        ),
        PlanStep(
            "tell-customers",
            _("Tell the customers who wrote"),
            Role.CUSTOMER_CARE,
            lead=4,
            effort=1,
            after=("verify",),
        ),
        PlanStep(
            "start-again",
            _("Start the campaigns again"),
            Role.MARKETING,
            lead=1,
            effort=0.5,
            after=("verify", "pause-campaigns"),
        ),
        PlanStep(
            "what-we-learnt",
            _("Write down what we learnt"),
            Role.COORDINATOR,
            lead=16,
            effort=1,
            after=("tell-customers", "start-again"),
            is_gate=False,
        ),
    ),
)
