"""Who may do what. Apps declare permissions; this table hands them to roles."""

from django.utils.translation import gettext_lazy as _

from roles.team.models import Role

# What every hat may see: products, the team, and the figures it is judged by.
EVERYONE = [
    "catalog.view_product",
    "analytics.view_measurement",
    "team.view_user",
    "tasks.view_request",
    "tasks.add_request",
    "playbooks.view_run",
    "playbooks.view_runstep",
    "playbooks.view_playbook",
    "webmaster.view_defect",
    "webmaster.add_defect",
]
SHOP_READ = [
    *EVERYONE,
    "orders.view_order",
    "orders.view_customer",
    "orders.view_refund",
    "logistics.view_parcel",
]
IMPORTS = ["intake.view_delivery", "intake.add_delivery"]
CARE = [
    "customer_care.view_conversation",
    "customer_care.answer_conversation",
    "customer_care.assign_conversation",
    "customer_care.view_cannedanswer",
    "customer_care.change_cannedanswer",
]
CAMPAIGNS = [
    "marketing.view_campaign",
    "marketing.add_campaign",
    "marketing.change_campaign",
    "marketing.go_live_campaign",
    "marketing.prove_coupon",
]

# The shop's pages: what is broken anybody may report; who mends it also plans what goes out.
PAGES = [
    "webmaster.change_defect",
    "webmaster.add_release",
    "webmaster.change_release",
    "webmaster.add_sitecheck",
    "webmaster.change_sitecheck",
]
PAGES_READ = ["webmaster.view_release", "webmaster.view_sitecheck"]


def setting_up(*models: str) -> list[str]:
    """Everything the admin's pages of these models ask for."""
    verbs = ("view", "add", "change", "delete")
    return [name.replace(".", f".{verb}_") for name in models for verb in verbs]


# Set-up is a hat as well: it opens the admin's pages, and nothing on the desks.
SET_UP = [
    *setting_up("catalog.shop", "catalog.channel", "catalog.market", "catalog.exchangerate"),
    *setting_up("catalog.category", "catalog.product", "catalog.variant", "catalog.producttext"),
    *setting_up("catalog.productimage", "catalog.pricelist", "catalog.price"),
    *setting_up("team.user", "team.role", "team.membership", "team.workinghours", "team.absence"),
    *setting_up("tasks.needsetting", "analytics.target", "intake.profile", "logistics.carrier"),
    *setting_up("customer_care.caresetting"),
    *setting_up("playbooks.playbook", "playbooks.edition", "playbooks.step", "playbooks.wait"),
    "playbooks.view_run",
    "playbooks.view_runstep",
    *setting_up("django_celery_beat.periodictask", "django_celery_beat.intervalschedule"),
    *setting_up("django_celery_beat.crontabschedule"),
]

# Pictures: who asks for them and looks at them, and who makes them.
BRIEFS = ["graphic_designer.view_brief", "graphic_designer.add_brief"]
# Campaign texts: who asks for them and reads them.
COPIES = ["web_writer.view_copy", "web_writer.add_copy"]

GRANTS = {
    Role.COORDINATOR: [
        *SHOP_READ,
        *IMPORTS,
        *CAMPAIGNS,
        *CARE,
        *PAGES,
        *PAGES_READ,
        "webmaster.waive_freeze",
        "webmaster.add_freeze",
        "webmaster.delete_freeze",
        "marketing.approve_budget",
        "logistics.ship_parcel",
        "logistics.count_stock",
        "orders.pay_refund",
        "web_writer.view_draft",
        "web_writer.change_draft",
        "web_writer.approve_draft",
        *BRIEFS,
        "graphic_designer.change_brief",
        "graphic_designer.approve_brief",
        "graphic_designer.approve_product_picture",
        *COPIES,
        "web_writer.change_copy",
        "web_writer.approve_copy",
        "tasks.assign_task",
        "playbooks.lead_run",
        "playbooks.change_playbook",
        "tasks.view_task",
        "analytics.run_night",
        "analytics.change_target",
        "team.view_absence",
        "team.add_absence",
        "team.delete_absence",
    ],
    Role.WEB_WRITER: [
        *EVERYONE,
        "web_writer.view_draft",
        "web_writer.change_draft",
        *COPIES,
        "web_writer.change_copy",
        "graphic_designer.view_brief",
        "marketing.view_campaign",
    ],
    Role.GRAPHIC_DESIGNER: [
        *EVERYONE,
        *BRIEFS,
        "graphic_designer.change_brief",
        "web_writer.view_copy",
        "marketing.view_campaign",
    ],
    Role.WEBMASTER: [
        *EVERYONE,
        *IMPORTS,
        *PAGES,
        *PAGES_READ,
        "graphic_designer.view_brief",
        "web_writer.view_copy",
        "marketing.view_campaign",
        "marketing.prove_coupon",
    ],
    Role.MARKETING: [
        "customer_care.view_cannedanswer",
        *EVERYONE,
        *PAGES_READ,
        *BRIEFS,
        "orders.view_order",
        "graphic_designer.approve_brief",
        *COPIES,
        "web_writer.approve_copy",
        *IMPORTS,
        *CAMPAIGNS,
    ],
    Role.CUSTOMER_CARE: [*SHOP_READ, *CARE, "orders.pay_refund", "marketing.view_campaign"],
    Role.WAREHOUSE: [
        *EVERYONE,
        "orders.view_order",
        "logistics.view_parcel",
        "logistics.ship_parcel",
        "logistics.count_stock",
        "marketing.view_campaign",
    ],
    Role.PURCHASING: [*EVERYONE, "orders.view_order", "marketing.view_campaign"],
    Role.ACCOUNTING: [*SHOP_READ, "marketing.view_campaign"],
    Role.MARKETPLACES: [
        *EVERYONE,
        *IMPORTS,
        "orders.view_order",
        "graphic_designer.view_brief",
    ],
    Role.SEO: [*EVERYONE, "web_writer.view_draft"],
    Role.ANALYST: [*SHOP_READ, *IMPORTS],
    Role.HELP_DESK: EVERYONE,
    Role.ADMINISTRATOR: SET_UP,
}
# What the permissions that are no plain view, add, change or delete are called on screen.
OWN_WORDS = {
    "ship_parcel": _("Pack and ship parcels"),
    "pay_refund": _("Pay or refuse refunds"),
    "approve_draft": _("Approve drafts"),
    "approve_copy": _("Approve texts of campaigns"),
    "answer_conversation": _("Answer customers"),
    "assign_conversation": _("Hand out conversations"),
    "approve_brief": _("Approve pictures of campaigns"),
    "approve_product_picture": _("Approve product pictures"),
    "assign_task": _("Hand out work"),
    "lead_run": _("Lead runs of playbooks"),
    "run_night": _("Run the night"),
    "waive_freeze": _("Let a release through a freeze"),
    "go_live_campaign": _("Put campaigns live"),
    "approve_budget": _("Approve budgets"),
    "prove_coupon": _("Prove coupons"),
    "count_stock": _("Count the stock"),
}
# What a hat of the shop's own may be given: whatever the built-in ones have, set-up excepted.
TO_CHOOSE_FROM = sorted(
    {name for role, names in GRANTS.items() if role != Role.ADMINISTRATOR for name in names}
)
