"""A product that begins to sell, and one that cannot be sold for a while."""

from django.utils.translation import gettext_noop as _

from roles.coordinator.playbooks.plan import Plan
from roles.playbooks.plan_steps import PlanStep
from roles.team.models import Role

PRODUCT = Plan(
    key="new-product",
    title=_("New product"),
    about="catalog.product",
    description=_("From a name in the catalogue to a product that sells and is announced."),
    steps=(
        PlanStep(
            "enter-data",
            _("Enter price, weight and GTIN"),
            Role.PURCHASING,
            lead=8,
            effort=1,
            evidence="product-data",
        ),
        PlanStep(
            "write-text",
            _("Write the product text"),
            Role.WEB_WRITER,
            lead=16,
            effort=2,
            evidence="product-text",
        ),
        PlanStep(
            "take-pictures",
            _("Take and retouch the pictures"),
            Role.GRAPHIC_DESIGNER,
            lead=16,
            effort=3,
            evidence="product-picture",
        ),
        PlanStep(
            "count-first",
            _("Receive and count the first units"),
            Role.WAREHOUSE,
            lead=8,
            effort=1,
            evidence="product-counted",
        ),
        PlanStep(
            "put-on-sale",
            _("Put it on sale"),
            Role.MARKETPLACES,
            lead=4,
            effort=0.5,
            after=("enter-data", "write-text", "take-pictures", "count-first"),
            evidence="product-on-sale",
        ),
        PlanStep(
            "announce",
            _("Announce it"),
            Role.MARKETING,
            lead=8,
            effort=2,
            after=("put-on-sale",),
            is_gate=False,
            checklist=(_("Newsletter"), _("Post"), _("Comparison engines")),
        ),
    ),
)
OUT_OF_STOCK = Plan(
    key="out-of-stock",
    title=_("Product out of stock"),
    about="catalog.product",
    description=_("Nobody pays to advertise it, nobody promises it, and it comes back counted."),
    steps=(
        PlanStep(
            "pause-ads",
            _("Pause what advertises it"),
            Role.MARKETING,
            lead=2,
            effort=0.5,
            checklist=(_("Ads"), _("Newsletter"), _("Posts that are planned")),
        ),
        PlanStep(
            "ask-supplier",
            _("Ask the supplier for a date"),
            Role.PURCHASING,
            lead=8,
            effort=0.5,
        ),
        PlanStep(
            "say-when",
            _("Say on the page when it comes back"),
            Role.WEB_WRITER,
            lead=4,
            effort=0.5,
            after=("ask-supplier",),
        ),
        PlanStep(
            "answer-who-asks",
            _("Prepare the answer for who asks"),
            Role.CUSTOMER_CARE,
            lead=4,
            effort=0.5,
            after=("ask-supplier",),
            evidence="product-answers",
        ),
        PlanStep(
            "count-arrival",
            _("Receive and count it"),
            Role.WAREHOUSE,
            lead=40,
            effort=1,
            after=("ask-supplier",),
            evidence="product-counted",
        ),
        PlanStep(
            "advertise-again",
            _("Advertise it again"),
            Role.MARKETING,
            lead=4,
            effort=0.5,
            after=("count-arrival", "pause-ads"),
            is_gate=False,
        ),
    ),
)
