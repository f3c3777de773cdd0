"""What the designer steers by: what was approved, and how much of it at the first proof."""

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, Facts, per_day, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from roles.graphic_designer.models import Brief
from roles.team.models import Role

APPROVED = Facts(lambda: Brief.objects.approved(), at="approved_at", of=None)
MEDIUM = {Dimension.MEDIUM: "medium"}


def approved(span):
    """Briefs whose pictures were approved on the day, in all their formats."""
    return per_day(APPROVED, span, numerator=Count("pk"), by=MEDIUM)


def first_pass(span):
    """Briefs approved at their first proof, among those approved on the day."""
    proofs = Brief.objects.approved().annotate(last=Max("proofs__number")).filter(last=1)
    at_once = where(Q(pk__in=proofs.values("pk")))
    return per_day(APPROVED, span, numerator=at_once, denominator=ONE, by=MEDIUM)


def _pictures(key, title, measure, **how):
    return Kpi(
        key=f"pictures.{key}",
        title=title,
        owner=Role.GRAPHIC_DESIGNER,
        kind=Kind.FLOW,
        better=Direction.UP,
        measure=measure,
        dimensions=(Dimension.MEDIUM,),
        sources=(Source.TEAM,),
        **how,
    )


KPIS = (
    _pictures("approved", _("Pictures approved"), approved, unit=Unit.COUNT, is_ratio=False),
    _pictures("first_pass", _("Approved at the first proof"), first_pass, unit=Unit.PERCENT),
)
