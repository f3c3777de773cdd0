"""The set-up's look and navigation, in the shop's words: a place is shown to who may use it."""

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "Regia",
    "SITE_HEADER": "Regia",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("regia.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("regia.svg")}
    ],
    "SHOW_VIEW_ON_SITE": True,
    "SIDEBAR": {"show_search": True, "navigation": "config.sidebar.navigation"},
    "SITE_DROPDOWN": [{"title": _("Back to work"), "link": "/"}],
    "COLORS": {  # the accent of regia.css, from light to dark
        "primary": {
            shade: f"oklch({lightness}% {chroma} 262)"
            for shade, lightness, chroma in [
                ("50", 97, 0.015),
                ("100", 93, 0.03),
                ("200", 88, 0.06),
                ("300", 80, 0.10),
                ("400", 68, 0.14),
                ("500", 58, 0.15),
                ("600", 48, 0.15),
                ("700", 43, 0.14),
                ("800", 37, 0.12),
                ("900", 32, 0.09),
                ("950", 24, 0.07),
            ]
        }
    },
}
# title, icon, whose page, and the permission that shows it
PLACES = [
    (
        _("Shop"),
        [
            (_("The shop and its hours"), "storefront", "catalog_shop", "catalog.change_shop"),
            (_("Channels"), "hub", "catalog_channel", "catalog.change_channel"),
            (_("Markets"), "public", "catalog_market", "catalog.change_market"),
            (
                _("Exchange rates"),
                "currency_exchange",
                "catalog_exchangerate",
                "catalog.change_exchangerate",
            ),
            (_("Carriers"), "local_shipping", "logistics_carrier", "logistics.change_carrier"),
        ],
    ),
    (
        _("People"),
        [
            (_("People, hats and hours"), "group", "team_user", "team.change_user"),
            (_("Roles"), "badge", "team_role", "team.change_role"),
        ],
    ),
    (
        _("Work and figures"),
        [
            (
                _("Customer care's promises"),
                "support_agent",
                "customer_care_caresetting",
                "customer_care.change_caresetting",
            ),
            (_("Needs"), "assignment", "tasks_needsetting", "tasks.change_needsetting"),
            (_("Playbooks"), "account_tree", "playbooks_playbook", "playbooks.change_playbook"),
            (_("Versions"), "history", "playbooks_edition", "playbooks.change_edition"),
            (_("Targets"), "flag", "analytics_target", "analytics.change_target"),
            (
                _("Timetable"),
                "schedule",
                "django_celery_beat_periodictask",
                "django_celery_beat.change_periodictask",
            ),
            (_("Import profiles"), "upload_file", "intake_profile", "intake.change_profile"),
        ],
    ),
    (
        _("Catalogue"),
        [
            (_("Categories"), "category", "catalog_category", "catalog.change_category"),
            (_("Products"), "inventory_2", "catalog_product", "catalog.change_product"),
            (_("Variants"), "style", "catalog_variant", "catalog.change_variant"),
            (_("Price lists"), "sell", "catalog_pricelist", "catalog.change_pricelist"),
            (_("Prices"), "payments", "catalog_price", "catalog.change_price"),
        ],
    ),
    (
        _("To look up"),
        [
            (_("Orders"), "receipt_long", "orders_order", "orders.view_order"),
            (_("Customers"), "contacts", "orders_customer", "orders.view_customer"),
            (_("Refunds"), "undo", "orders_refund", "orders.view_refund"),
            (_("Reviews"), "reviews", "orders_review", "orders.view_review"),
            (_("Parcels"), "package_2", "logistics_parcel", "logistics.view_parcel"),
            (_("Runs"), "play_circle", "playbooks_run", "playbooks.view_run"),
        ],
    ),
]


def navigation(request):
    """The places of the set-up this person may use, in groups."""
    groups = [{"title": title, "items": _items(request, places)} for title, places in PLACES]
    return [group for group in groups if group["items"]]


def _items(request, places):
    found = [
        {"title": title, "icon": icon, "link": _address(page)}
        for title, icon, page, permission in places
        if request.user.has_perm(permission)
    ]
    return [item for item in found if item["link"]]


def _address(page):
    try:
        return reverse(f"admin:{page}_changelist")
    except NoReverseMatch:
        return ""
