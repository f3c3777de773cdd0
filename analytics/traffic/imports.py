"""The visits an import can bring, and the pages looked at during them."""

from django.utils.translation import gettext_lazy as _

from config.intake.kinds import Counts, Kind, Moment, Parent, Text, house
from config.intake.landing import Landing

VISIT = Parent(
    "visit",
    "traffic_visit",
    "{p}.channel_id = {source} AND {p}.external_id = r.visit",
    column="visit_id",
    kinds=("visits",),
)


def _land_visits(landing: Landing) -> Counts:
    texts = ("source", "medium", "campaign", "content", "device")
    texts += ("landing_page", "referrer", "country")
    return landing.upsert(
        "traffic_visit",
        match={"channel_id": "{source}", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in texts}
        | {"visitor_ref": "r.visitor", "started_at": "r.started_at"},
        default=dict.fromkeys((*texts, "visitor_ref"), "''"),
    )


def _land_page_views(landing: Landing) -> Counts:
    counts = landing.upsert(
        "traffic_pageview",
        match={"visit_id": "r.visit_id", "external_id": "r.external_id"},
        write={"viewed_at": "r.viewed_at", "address": "r.address"},
    )
    _set_landing_pages(landing)
    return counts


def _set_landing_pages(landing):
    """A visit that does not say where it began, began on the first page looked at."""
    landing.run(
        "WITH touched AS (SELECT DISTINCT visit_id FROM {rows}), firsts AS ("
        "SELECT DISTINCT ON (w.visit_id) w.visit_id, w.address FROM traffic_pageview w"
        " JOIN touched USING (visit_id) ORDER BY w.visit_id, w.viewed_at, length(w.external_id),"
        " w.external_id)"
        " UPDATE traffic_visit v SET landing_page = f.address FROM firsts f WHERE v.id = f.visit_id"
        " AND v.landing_page <> f.address AND (v.landing_page = '' OR EXISTS (SELECT FROM"
        " traffic_pageview w WHERE w.visit_id = v.id AND w.address = v.landing_page))"
    )


house.add(
    Kind(
        "visits",
        _("Visits"),
        (
            Text("external_id", _("visit's id"), required=True),
            Text("visitor", _("visitor's id")),
            Moment("started_at", _("started at"), required=True),
            Text("source", _("source"), 100),
            Text("medium", _("medium"), 100),
            Text("campaign", _("campaign"), 150),
            Text("content", _("content"), 150),
            Text("device", _("device"), 50),
            Text("landing_page", _("landing page"), 1000),
            Text("referrer", _("referrer"), 1000),
            Text("country", _("country"), 60),
        ),
        ident=("external_id",),
        land=_land_visits,
    ),
    Kind(
        "page_views",
        _("Page views"),
        (
            Text("visit", _("visit's id"), required=True),
            Text("external_id", _("page view's id"), required=True),
            Moment("viewed_at", _("viewed at"), required=True),
            Text("address", _("page"), 1000, required=True),
        ),
        ident=("visit", "external_id"),
        land=_land_page_views,
        after=("visits",),
        parents=(VISIT,),
    ),
)
