"""Who may do what. Apps declare permissions; this table hands them to roles."""

from roles.team.models import Role

SHOP_READ = [
    "catalog.view_product",
    "orders.view_order",
    "orders.view_customer",
    "orders.view_refund",
    "logistics.view_parcel",
    "analytics.view_measurement",
    "team.view_user",
]
# What every hat may see: products, the team, and the figures it is judged by.
EVERYONE = ["catalog.view_product", "analytics.view_measurement", "team.view_user"]

GRANTS = {
    Role.COORDINATOR: [
        *SHOP_READ,
        "logistics.ship_parcel",
        "orders.pay_refund",
        "web_writer.view_draft",
        "web_writer.change_draft",
        "web_writer.approve_draft",
        "tasks.assign_task",
        "tasks.view_task",
        "analytics.run_night",
        "analytics.change_target",
        "intake.view_delivery",
        "intake.add_delivery",
    ],
    Role.WEB_WRITER: [*EVERYONE, "web_writer.view_draft", "web_writer.change_draft"],
    Role.GRAPHIC_DESIGNER: EVERYONE,
    Role.WEBMASTER: [*EVERYONE, "intake.view_delivery", "intake.add_delivery"],
    Role.MARKETING: [*EVERYONE, "orders.view_order"],
    Role.CUSTOMER_CARE: [*SHOP_READ, "orders.pay_refund"],
    Role.WAREHOUSE: [
        *EVERYONE,
        "orders.view_order",
        "logistics.view_parcel",
        "logistics.ship_parcel",
    ],
    Role.PURCHASING: [*EVERYONE, "orders.view_order"],
    Role.ACCOUNTING: [*SHOP_READ],
    Role.MARKETPLACES: [
        *EVERYONE,
        "orders.view_order",
        "intake.view_delivery",
        "intake.add_delivery",
    ],
    Role.SEO: [*EVERYONE, "web_writer.view_draft"],
    Role.ANALYST: [*SHOP_READ, "intake.view_delivery", "intake.add_delivery"],
    Role.HELP_DESK: [*EVERYONE],
}
