"""The team's handbook: which situation gives whom what work, and how soon."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.models import Market, Product
from logistics.models import Parcel
from orders.models import Refund
from roles.tasks.needs import Need
from roles.team.models import Role
from roles.web_writer.models import Draft

NEEDS = [
    Need(
        key="write-text",
        title=_("Write the product text"),
        role=Role.WEB_WRITER,
        due_in_hours=16,
        subjects=lambda now: Product.objects.lacking_text(languages=Market.objects.languages()),
        door="web_writer:begin",
        how=_("The product is on sale without a text in a language of our markets."),
    ),
    Need(
        key="approve-text",
        title=_("Approve the text"),
        role=Role.COORDINATOR,
        due_in_hours=8,
        subjects=lambda now: Draft.objects.awaiting_approval(now=now),
        door="web_writer:draft",
        hours=Decimal("0.25"),
        how=_("Approve it, or say what must change."),
    ),
    Need(
        key="ship-parcel",
        title=_("Ship the late parcel"),
        role=Role.WAREHOUSE,
        due_in_hours=2,
        subjects=lambda now: Parcel.objects.late(now=now),
        door="logistics:parcel",
        priority=1,
        hours=Decimal("0.25"),
        how=_("The promise to the buyer has passed: pack it and ship it today."),
    ),
    Need(
        key="answer-refund",
        title=_("Answer the refund request"),
        role=Role.CUSTOMER_CARE,
        due_in_hours=8,
        subjects=lambda now: Refund.objects.waiting(),
        door="customer_care:refund",
        priority=2,
        hours=Decimal("0.25"),
        how=_("Pay the money back, or refuse and say why."),
    ),
]
