"""Whom and what a campaign reaches: its languages and its media, for many campaigns at once."""

from collections import defaultdict
from collections.abc import Iterable

from catalog.media import Medium
from catalog.models import Market
from roles.coordinator.shares import by_subject, source
from roles.marketing.models import Campaign, CampaignMedium


def languages_of(campaigns: Iterable[Campaign]) -> dict[int, list[str]]:
    """The languages each campaign speaks: its markets', or all of ours where it names none."""
    rows = Campaign.markets.through.objects.filter(campaign__in=campaigns)
    named = by_subject(rows.values_list("campaign", "market__language"))
    every = Market.objects.languages()
    return {campaign.pk: sorted(named[campaign.pk]) or every for campaign in campaigns}


def media_of(campaigns: Iterable[Campaign]) -> dict[int, list[CampaignMedium]]:
    """The media each campaign speaks through."""
    media = defaultdict(list)
    for row in CampaignMedium.objects.filter(campaign__in=campaigns).order_by("pk"):
        media[row.campaign_id].append(row)
    return media


def medium_word(key: str) -> str:
    return source(Medium(key).label)
