"""The ad spend an import can bring: what the platforms say a day of a campaign cost."""

from django.utils.translation import gettext_lazy as _

from catalog.media import Medium
from config.intake.kinds import Choice, Counts, Day, Field, Kind, Money, Text, Whole, house
from config.intake.landing import Landing

# The shop's own money is worth 1; any other the newest rate known on the day, or nobody knows.
HOME = "COALESCE((SELECT currency FROM catalog_shop WHERE id = 1), 'EUR')"
RATE = (
    "(SELECT e.rate FROM catalog_exchangerate e WHERE e.currency = {row}.currency"
    " AND e.valid_from <= {row}.day ORDER BY e.valid_from DESC LIMIT 1)"
)
# Ours is the campaign it was assigned to before; else the one whose name it bears.
OURS = (
    "COALESCE((SELECT s.campaign_id FROM marketing_adspend s WHERE s.channel_id = {source}"
    " AND s.medium = r.medium AND s.source_key = r.campaign_id AND s.campaign_id IS NOT NULL"
    " ORDER BY s.day DESC LIMIT 1), (SELECT c.id FROM marketing_campaign c"
    " WHERE lower(r.campaign) IN (c.utm, lower(c.name))"
    " OR lower(r.campaign) ~ ('(^|[^a-z0-9])' || c.utm || '($|[^a-z0-9])')"
    " ORDER BY length(c.utm) DESC, c.id LIMIT 1))"
)


def _land_ad_spend(landing: Landing) -> Counts:
    same = ("amount", "currency", "clicks", "impressions")
    worth = f"CASE WHEN r.currency = {HOME} THEN 1 ELSE {RATE.format(row='r')} END"
    return landing.upsert(
        "marketing_adspend",
        match={
            "channel_id": "{source}",
            "medium": "r.medium",
            "source_key": "r.campaign_id",
            "day": "r.day",
        },
        write={name: f"r.{name}" for name in same}
        | {"rate": worth, "source_name": "r.campaign", "campaign_id": OURS, "kept_at": "{now}"},
        default={"source_name": "''"},
        rules={"campaign_id": "COALESCE({old}, {new})", "kept_at": "COALESCE({old}, {new})"},
    )


house.add(
    Kind(
        "ad_spend",
        _("Ad spend"),
        (
            Day("day", _("day"), required=True),
            Choice("medium", _("medium"), Medium, required=True),
            Text("campaign_id", _("campaign's id there"), 200, required=True),
            Text("campaign", _("campaign's name there"), 300),
            Field("currency", _("currency"), "code", required=True),
            Money("amount", _("amount spent"), required=True),
            Whole("clicks", _("clicks")),
            Whole("impressions", _("impressions")),
        ),
        ident=("medium", "campaign_id", "day"),
        land=_land_ad_spend,
        checks=(
            (
                "EXISTS (SELECT FROM rows_ad_spend other WHERE other.medium = rows_ad_spend.medium"
                " AND other.campaign_id = rows_ad_spend.campaign_id"
                " AND other.day = rows_ad_spend.day AND other.currency <> rows_ad_spend.currency)",
                _("The same campaign and day are told in two currencies."),
            ),
            (
                f"currency <> {HOME} AND {RATE.format(row='rows_ad_spend')} IS NULL",
                _("Nobody knows what this currency was worth on that day. Add its exchange rate."),
            ),
        ),
    ),
)
