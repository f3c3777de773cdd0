"""What campaigns need lies on the desks: texts, pictures, page, freeze.

One look at all campaigns says what is not yet as they need it; only that is asked for.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet

from config.lib import turns
from roles.coordinator.reach import languages_of, media_of
from roles.coordinator.shares import by_subject
from roles.graphic_designer import actions as designer
from roles.graphic_designer import formats
from roles.graphic_designer.models import Brief
from roles.marketing.models import Campaign, Coupon
from roles.playbooks.models import RunStep
from roles.web_writer import actions as writer
from roles.web_writer.models import Copy
from roles.web_writer.models.copies import VARIANTS
from roles.webmaster import actions as webmaster
from roles.webmaster.models import Freeze, SiteCheck


def brief_the_desks(*, now: datetime) -> None:
    """What a campaign's open steps need is asked of the desks, each thing in its own turn."""
    offered = Campaign.objects.offered().exclude(status=Campaign.Status.PLANNED)
    offered = list(offered.exclude(ends_at__lte=now).order_by("pk"))
    steps, media = _open_steps(offered), media_of(offered)
    asks = chain(
        _texts(offered, steps.get("texts-approved", {}), media, at=now),
        _pictures(offered, steps.get("pictures-approved", {}), media, at=now),
        _pages(offered, at=now),
        _freezes(offered, at=now),
    )
    turns.each("desk_not_briefed", asks)


def _open_steps(campaigns: Iterable[Campaign]) -> dict[str, dict[int, RunStep]]:
    """The steps somebody can work on, by the evidence that proves them and by campaign."""
    rows = (
        RunStep.objects.of_running()
        .open()
        .filter(
            run__subject_type=ContentType.objects.get_for_model(Campaign),
            run__subject_id__in=[one.pk for one in campaigns],
        )
    )
    found = {}
    for row in rows.select_related("run", "step"):
        found.setdefault(row.step.evidence, {})[row.run.subject_id] = row
    return found


def _spoken(campaigns, steps, media) -> Iterator[tuple[Campaign, str, datetime]]:
    """Each medium of the campaigns with such a step, and by when it needs what the step is for."""
    for campaign in campaigns:
        if step := steps.get(campaign.pk):
            for row in media[campaign.pk]:
                yield campaign, row.medium, step.latest_end_at or campaign.starts_at


def _asked(rows: QuerySet) -> dict[tuple, datetime | None]:
    """By when each thing was asked for; what is done has no date any more."""
    about = ("subject_id", "medium", "language")
    open_until = {tuple(key): due_at for *key, due_at in rows.open().values_list(*about, "due_at")}
    return open_until | dict.fromkeys(rows.approved().values_list(*about))


def _is_asked(asked, campaign, medium, language, due_at) -> bool:
    key = (campaign.pk, medium, language)
    return key in asked and asked[key] in {None, due_at}


def _texts(campaigns, steps, media, *, at) -> Iterator[partial]:
    languages = languages_of(campaigns)
    asked = _asked(Copy.objects.of_each(campaigns).filter(variant=VARIANTS[0]))
    for campaign, medium, due_at in _spoken(campaigns, steps, media):
        for language in languages[campaign.pk]:
            if not _is_asked(asked, campaign, medium, language, due_at):
                yield partial(
                    writer.ask_for_copy,
                    campaign,
                    medium=medium,
                    language=language,
                    brief=campaign.message,
                    due_at=due_at,
                    at=at,
                )


def _pictures(campaigns, steps, media, *, at) -> Iterator[partial]:
    languages = languages_of(campaigns)
    asked = _asked(Brief.objects.of_each(campaigns))
    for campaign, medium, due_at in _spoken(campaigns, steps, media):
        is_drawn = medium in formats.FORMATS
        if is_drawn and not _is_asked(asked, campaign, medium, "", due_at):
            yield partial(
                designer.ask_for,
                campaign,
                medium=medium,
                due_at=due_at,
                languages=languages[campaign.pk],
                wish=campaign.message,
                by=None,
                at=at,
            )


def _pages(campaigns, *, at) -> Iterator[partial]:
    """Each landing page is asked until the campaign ends, and must show the coupons' codes."""
    codes = by_subject(
        Coupon.objects.filter(campaign__in=campaigns).values_list("campaign", "code")
    )
    wishes = {
        campaign: {
            "address": campaign.landing_address,
            "expects": "\n".join(sorted(codes[campaign.pk])),
            "until": campaign.ends_at,
            "name": str(campaign),
        }
        for campaign in campaigns
        if campaign.landing_address
    }
    watched = SiteCheck.objects.of_each(campaigns).filter(key="landing")
    return _not_as_wished(webmaster.watch, wishes, watched.annotate(until=F("until_at")), at=at)


def _freezes(campaigns, *, at) -> Iterator[partial]:
    """Nothing is released while a campaign runs."""
    wishes = {
        one: {"from_at": one.starts_at, "until_at": one.ends_at, "why": str(one)}
        for one in campaigns
    }
    return _not_as_wished(webmaster.freeze, wishes, Freeze.objects.of_each(campaigns), at=at)


def _not_as_wished(verb, wishes: dict[Campaign, dict], there: QuerySet, *, at) -> Iterator[partial]:
    fields = next(iter(wishes.values()), ())
    known = {row.pop("subject_id"): row for row in there.values("subject_id", *fields)}
    for campaign, wish in wishes.items():
        if known.get(campaign.pk) != wish:
            yield partial(verb, campaign, **wish, at=at)
