"""What every page shows around its own content: where one may go from here."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry of the navigation, and what opens it: any of the permissions, or none needed."""

    door: str
    label: str
    icon: str
    opens_with: tuple[str, ...] = ()
    on_phone: bool = False

    def is_open_to(self, user):
        return not self.opens_with or any(map(user.has_perm, self.opens_with))

    @cached_property
    def url(self):
        return reverse(self.door)


COORDINATES = "tasks.assign_task"  # has every desk, and would find only desks under the thumb
GROUPS = [
    (
        "",
        [
            Place("tasks:inbox", _("Inbox"), "inbox", on_phone=True),
            Place("tasks:requests", _("Requests"), "messages-square", ("tasks.view_request",)),
            Place(
                "dashboard",
                _("Dashboard"),
                "layout-dashboard",
                (COORDINATES,),
                on_phone=True,
            ),
            Place("playbooks:runs", _("Runs"), "list-checks", ("playbooks.view_run",)),
        ],
    ),
    (
        _("Desks"),
        [
            Place(
                "web_writer:desk",
                _("Web writer"),
                "pen-line",
                ("web_writer.change_draft",),
                on_phone=True,
            ),
            Place(
                "graphic_designer:desk",
                _("Graphic designer"),
                "image",
                ("graphic_designer.change_brief",),
                on_phone=True,
            ),
            Place(
                "marketing:desk",
                _("Marketing"),
                "megaphone",
                ("marketing.change_campaign",),
                on_phone=True,
            ),
            Place(
                "logistics:desk",
                _("Warehouse"),
                "package-open",
                ("logistics.ship_parcel",),
                on_phone=True,
            ),
            Place(
                "webmaster:desk",
                _("Webmaster"),
                "globe",
                ("webmaster.change_defect",),
                on_phone=True,
            ),
            Place(
                "customer_care:desk",
                _("Customer care"),
                "headphones",
                ("orders.pay_refund",),
                on_phone=True,
            ),
        ],
    ),
    (
        _("Records"),
        [
            Place("catalog:products", _("Products"), "tag", ("catalog.view_product",), True),
            Place("orders:orders", _("Orders"), "receipt", ("orders.view_order",), True),
            Place("orders:customers", _("Customers"), "contact", ("orders.view_customer",)),
            Place("logistics:parcels", _("Parcels"), "truck", ("logistics.view_parcel",)),
            Place(
                "customer_care:conversations",
                _("Conversations"),
                "messages-square",
                ("customer_care.view_conversation",),
            ),
            Place("webmaster:defects", _("Defects"), "bug", ("webmaster.view_defect",)),
            Place("webmaster:releases", _("Releases"), "rocket", ("webmaster.view_release",)),
            Place("webmaster:checks", _("Site checks"), "activity", ("webmaster.view_sitecheck",)),
            Place(
                "logistics:counts", _("Stock counts"), "clipboard-list", ("logistics.count_stock",)
            ),
            Place("marketing:campaigns", _("Campaigns"), "flag", ("marketing.view_campaign",)),
        ],
    ),
    (
        _("Figures"),
        [
            Place(
                "analytics:board",
                _("Figures"),
                "chart-line",
                ("analytics.view_measurement",),
                on_phone=True,
            ),
            Place("analytics:nights", _("Nights"), "moon", ("analytics.run_night",)),
        ],
    ),
    (
        _("Shop"),
        [
            Place("intake:deliveries", _("Imports"), "file-up", ("intake.view_delivery",)),
            Place("team:team", _("Team"), "users", ("team.view_user",)),
        ],
    ),
]
ADMIN = Place("admin:index", _("Set-up"), "settings")
FIT_ON_A_PHONE = 4  # and the fifth opens the rest
BY_DOOR = {place.door: place for _label, group in GROUPS for place in group}
UNDER_THAT_THUMB = [
    BY_DOOR[door] for door in ("tasks:inbox", "dashboard", "playbooks:runs", "marketing:campaigns")
]


def chrome(request):
    """The navigation is computed only where a template asks for it, so parts pay nothing."""
    return {
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "places": lambda: places(request),
        "phone_places": lambda: phone_places(request),
    }


def places(request):
    """The navigation of the person who looks, in groups; the place they are in is marked."""
    groups = [
        {"label": label, "entries": _entries(request, group)}
        for label, group in [*GROUPS, ("", [ADMIN] if request.user.is_staff else [])]
    ]
    return [group for group in groups if group["entries"]]


def phone_places(request):
    """The four places a thumb reaches; everything else is behind the fifth."""
    handy = [place for _label, group in GROUPS for place in group if place.on_phone]
    if request.user.has_perm(COORDINATES):
        handy = UNDER_THAT_THUMB
    return _entries(request, handy)[:FIT_ON_A_PHONE]


def _entries(request, group):
    return [
        {
            "url": url,
            "label": place.label,
            "icon": place.icon,
            "is_here": _is_here(request.path, url),
            "counts": place.door == "tasks:inbox",
        }
        for place, url in [(place, place.url) for place in group if place.is_open_to(request.user)]
    ]


def _is_here(path, url):
    return path == url or (url != "/" and path.startswith(url))
