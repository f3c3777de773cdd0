"""The team's handbook: which situation gives whom what work, and how soon."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.models import Market, Product
from customer_care.models import Conversation, Letter
from logistics.models import Parcel
from orders.models import Refund
from roles.coordinator.actions import lacking_a_run
from roles.graphic_designer.formats import PRODUCT
from roles.graphic_designer.models import Brief
from roles.marketing.models import Campaign, Coupon
from roles.tasks.needs import Need
from roles.team.models import Role
from roles.web_writer.models import Copy, Draft
from roles.webmaster.models import Defect, SiteCheck

A_QUARTER, HALF_AN_HOUR = Decimal("0.25"), Decimal("0.5")

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
        hours=A_QUARTER,
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
        hours=A_QUARTER,
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
        hours=A_QUARTER,
        how=_("Pay the money back, or refuse and say why."),
    ),
    Need(
        key="answer-conversation",
        title=_("Answer the customer"),
        role=Role.CUSTOMER_CARE,
        due_in_hours=1,
        subjects=lambda now: Conversation.objects.overdue(now=now),
        door="customer_care:conversation",
        priority=1,
        hours=A_QUARTER,
        how=_("The moment by which we promised an answer has passed."),
    ),
    Need(
        key="read-letter",
        title=_("Read the mail nobody could understand"),
        role=Role.CUSTOMER_CARE,
        due_in_hours=8,
        subjects=lambda now: Letter.objects.unread(),
        door="customer_care:letter",
        hours=A_QUARTER,
        how=_("It is kept as it came: answer it by hand, or set it aside."),
    ),
    Need(
        key="make-picture",
        title=_("Make the product picture"),
        role=Role.GRAPHIC_DESIGNER,
        due_in_hours=24,
        subjects=lambda now: Product.objects.lacking_image(),
        door="graphic_designer:begin",
        how=_("The product is on sale and cannot be seen."),
    ),
    Need(
        key="approve-picture",
        title=_("Approve the product picture"),
        role=Role.COORDINATOR,
        due_in_hours=8,
        subjects=lambda now: Brief.objects.awaiting_approval(now=now).filter(medium=PRODUCT),
        door="graphic_designer:brief",
        hours=A_QUARTER,
        how=_("Approve it, or say what must change."),
    ),
    Need(
        key="approve-campaign-picture",
        title=_("Approve the campaign’s pictures"),
        role=Role.MARKETING,
        due_in_hours=8,
        subjects=lambda now: Brief.objects.awaiting_approval(now=now).exclude(medium=PRODUCT),
        door="graphic_designer:brief",
        hours=A_QUARTER,
        how=_("Approve them, or say what must change."),
    ),
    Need(
        key="approve-copy",
        title=_("Approve the campaign’s text"),
        role=Role.MARKETING,
        due_in_hours=8,
        subjects=lambda now: Copy.objects.awaiting_approval(now=now),
        door="web_writer:copy",
        hours=A_QUARTER,
        how=_("Approve it, or say what must change."),
    ),
    Need(
        key="start-plan",
        title=_("Start the campaign’s plan"),
        role=Role.COORDINATOR,
        due_in_hours=4,
        subjects=lambda now: lacking_a_run(),
        door="marketing:campaign",
        priority=2,
        hours=A_QUARTER,
        how=_("The campaign is in preparation and no plan is at work: its page says why."),
    ),
    Need(
        key="watch-budget",
        title=_("Look at the campaign’s budget"),
        role=Role.MARKETING,
        due_in_hours=4,
        subjects=lambda now: Campaign.objects.budget_nearly_spent(),
        door="marketing:campaign",
        priority=2,
        hours=A_QUARTER,
        how=_("Nine tenths of the money are spent: add some, slow it down, or let it end."),
    ),
    Need(
        key="watch-coupon",
        title=_("Look at the coupon’s cap"),
        role=Role.MARKETING,
        due_in_hours=4,
        subjects=lambda now: Coupon.objects.near_cap(),
        door="marketing:coupon",
        priority=2,
        hours=A_QUARTER,
        how=_("Nine tenths of its uses or of its money are gone: raise the cap, or let it end."),
    ),
    Need(
        key="buy-for-campaign",
        title=_("Buy what the campaign sells out of"),
        role=Role.PURCHASING,
        due_in_hours=4,
        subjects=lambda now: Campaign.objects.cover_below_lead_time(now=now),
        door="marketing:stock",
        priority=1,
        how=_("At this speed it is sold out before new goods can come."),
    ),
    Need(
        key="answer-defect",
        title=_("Say whether it is a defect"),
        role=Role.WEBMASTER,
        due_in_hours=4,
        subjects=lambda now: Defect.objects.awaiting_an_answer(),
        door="webmaster:defect",
        hours=A_QUARTER,
        how=_("Accept it and say what it costs, or decline it and say why."),
    ),
    Need(
        key="verify-defect",
        title=_("See that it works"),
        role=Role.WEBMASTER,
        due_in_hours=8,
        subjects=lambda now: Defect.objects.awaiting_a_look(),
        door="webmaster:defect",
        hours=A_QUARTER,
        how=_("It is said to be fixed: look, and say so."),
    ),
    Need(
        key="mend-page",
        title=_("Bring the page back"),
        role=Role.WEBMASTER,
        due_in_hours=1,
        subjects=lambda now: SiteCheck.objects.failing(),
        door="webmaster:check",
        priority=1,
        how=_("It failed twice in a row."),
    ),
    Need(
        key="renew-certificate",
        title=_("Renew the certificate"),
        role=Role.WEBMASTER,
        due_in_hours=16,
        subjects=lambda now: SiteCheck.objects.certificate_expiring(now),
        door="webmaster:check",
        priority=2,
        hours=HALF_AN_HOUR,
        how=_("It ends within two weeks."),
    ),
]
