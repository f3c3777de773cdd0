"""What a campaign says and shows: its texts, its pictures, the sheets of its products."""

from collections import defaultdict

from django.utils.translation import gettext_noop as _

from catalog.models import Product
from roles.coordinator.reach import languages_of, media_of, medium_word
from roles.coordinator.shares import by_subject, share, source, tongue
from roles.graphic_designer import formats
from roles.graphic_designer.models import Brief
from roles.marketing import offer
from roles.playbooks.evidence import Answer, Line, evidence
from roles.web_writer.models import Copy

ABOUT = "marketing.campaign"
SHOWN = dict(formats.MEDIA)  # the media that show pictures


@evidence(
    "texts-approved",
    title=_("The texts are approved"),
    about=ABOUT,
    door="web_writer:texts_of_campaign",
    rests_on=(Copy,),
)
def texts_approved(campaigns, *, now):
    """One approved text for each medium and language of the campaign."""
    media, languages = media_of(campaigns), languages_of(campaigns)
    rows = Copy.objects.of_each(campaigns).approved()
    approved = by_subject(rows.values_list("subject_id", "medium", "language"))
    return {
        campaign.pk: _texts(
            [(row.medium, one) for row in media[campaign.pk] for one in languages[campaign.pk]],
            approved[campaign.pk],
        )
        for campaign in campaigns
    }


def _texts(wanted, approved):
    lacking = [one for one in wanted if one not in approved]
    return share(
        len(wanted) - len(lacking),
        len(wanted),
        _("Texts approved: %(done)s of %(all)s"),
        lines=[
            Line(
                _("%(medium)s lacks its text in %(language)s"),
                {"medium": medium_word(medium), "language": tongue(language)},
            )
            for medium, language in lacking
        ],
    )


@evidence(
    "pictures-approved",
    title=_("The pictures are approved"),
    about=ABOUT,
    door="graphic_designer:of_campaign",
    rests_on=(Brief,),
)
def pictures_approved(campaigns, *, now):
    """Each medium of the campaign that shows pictures has a brief, and every brief is approved in
    all its formats; no brief is no picture."""
    media, briefs = media_of(campaigns), defaultdict(list)
    for brief in Brief.objects.of_each(campaigns).wanted().order_by("due_at", "pk"):
        briefs[brief.subject_id].append(brief)
    return {
        campaign.pk: _pictures(briefs[campaign.pk], [row.medium for row in media[campaign.pk]])
        for campaign in campaigns
    }


def _pictures(briefs, media):
    if not briefs:
        return Answer(False, _("Nobody has asked for pictures yet."))
    asked_for = {brief.medium for brief in briefs}
    lacking = [one for one in media if one in SHOWN and one not in asked_for]
    open_ones = [brief for brief in briefs if brief.status != Brief.Status.APPROVED]
    return share(
        len(briefs) - len(open_ones),
        len(briefs) + len(lacking),
        _("Briefs approved in all their formats: %(done)s of %(all)s"),
        lines=[
            *(
                _state(brief.medium, source(brief.get_status_display()), brief)
                for brief in open_ones
            ),
            *(_state(medium, _("Nobody has asked for pictures yet.")) for medium in lacking),
        ],
    )


def _state(medium, state, brief=None):
    url = brief.get_absolute_url() if brief else ""
    return Line(_("%(medium)s: %(state)s"), {"medium": medium_word(medium), "state": state}, url)


@evidence(
    "sheets-complete",
    title=_("The product sheets are complete"),
    about=ABOUT,
    door="marketing:campaign",
)
def sheets_complete(campaigns, *, now):
    """Every product of the campaign is told in each of its languages, and can be seen."""
    offered, languages = offer.product_ids(campaigns), languages_of(campaigns)
    every = {product for products in offered.values() for product in products}
    told = by_subject(
        Product.objects.filter(pk__in=every, texts__isnull=False).values_list(
            "pk", "texts__language"
        )
    )
    seen = set(
        Product.objects.filter(pk__in=every, images__isnull=False).values_list("pk", flat=True)
    )
    names = dict(Product.objects.filter(pk__in=every).values_list("pk", "name"))
    return {
        campaign.pk: _sheets(
            sorted(offered[campaign.pk]), languages[campaign.pk], told, seen, names
        )
        for campaign in campaigns
    }


def _sheets(products, languages, told, seen, names):
    if not products:
        return Answer(False, _("The campaign has no product."))
    lacks = {pk: [tongue(one) for one in languages if one not in told[pk]] for pk in products}
    poor = [pk for pk in products if lacks[pk] or pk not in seen]
    return share(
        len(products) - len(poor),
        len(products),
        _("Product sheets complete: %(done)s of %(all)s"),
        lines=[_poor_sheet(pk, lacks[pk], names[pk]) for pk in poor],
    )


def _poor_sheet(pk, languages, name):
    page = Product(pk=pk).get_absolute_url()
    if languages:
        figures = {"product": name, "language": languages[0]}
        return Line(_("%(product)s lacks its text in %(language)s"), figures, page)
    return Line(_("%(product)s lacks a picture"), {"product": name}, page)
