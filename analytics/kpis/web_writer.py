"""What the web writer steers by: which products are told, and how well the first draft was."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, Facts, per_day, standing, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from catalog.models import Market, Product
from roles.team.models import Role
from roles.web_writer.models import Draft, DraftMove

APPROVED = Facts(
    lambda: Draft.objects.filter(status=Draft.Status.APPROVED), at="approved_at", of=None
)
LANGUAGE = {Dimension.LANGUAGE: "language"}


def complete(day, now):
    """Products told in the language of every market, among the products on sale, as it stood at
    closing."""
    languages = Market.objects.languages()
    told = Product.objects.with_full_text(languages=languages).filter(pk=OuterRef("pk"))
    on_sale = Product.objects.active()
    return standing(on_sale, day, numerator=where(Exists(told)), denominator=ONE)


def approved(span):
    """Texts approved on the day."""
    return per_day(APPROVED, span, numerator=Count("pk"), by=LANGUAGE)


def first_pass(span):
    """Texts approved without a change having been asked for, among those approved on the day."""
    sent_back = DraftMove.objects.filter(
        subject=OuterRef("pk"), became=Draft.Status.CHANGES_REQUESTED
    )
    at_once = where(Q(~Exists(sent_back)))
    return per_day(APPROVED, span, numerator=at_once, denominator=ONE, by=LANGUAGE)


def _texts(key, title, measure, **how):
    how = {"kind": Kind.FLOW, "unit": Unit.PERCENT, "rows": APPROVED} | how
    how.setdefault("dimensions", (Dimension.LANGUAGE,))
    return Kpi(
        key=f"content.{key}",
        title=title,
        owner=Role.WEB_WRITER,
        better=Direction.UP,
        measure=measure,
        sources=(Source.TEAM,),
        **how,
    )


KPIS = (
    _texts(
        "complete",
        _("Products with their text"),
        complete,
        kind=Kind.LEVEL,
        rows=None,
        dimensions=(),
    ),
    _texts("approved", _("Texts approved"), approved, unit=Unit.COUNT, is_ratio=False),
    _texts("first_pass", _("Approved at first sight"), first_pass),
)
