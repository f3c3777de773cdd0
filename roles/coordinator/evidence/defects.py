"""Whether what broke on the shop works again, and whether customers can be told."""

from django.utils.translation import gettext_noop as _

from customer_care.models import CannedAnswer, KnowledgeNote
from roles.coordinator.shares import source
from roles.playbooks.evidence import Answer, evidence
from roles.webmaster.models import Defect

ABOUT = "webmaster.defect"
MENDED = (Defect.Status.FIXED, Defect.Status.VERIFIED)


@evidence("defect-fixed", title=_("It is fixed"), about=ABOUT, door="webmaster:defect")
def defect_fixed(defects, *, now):
    """Who mends it says that it works."""
    return {one.pk: _stands(one, one.status in MENDED) for one in defects}


@evidence(
    "defect-verified", title=_("Somebody saw that it works"), about=ABOUT, door="webmaster:defect"
)
def defect_verified(defects, *, now):
    """Somebody looked after it was fixed, and it works."""
    return {one.pk: _stands(one, one.status == Defect.Status.VERIFIED) for one in defects}


def _stands(defect, is_yes):
    state = source(Defect.Status(defect.status).label)
    return Answer(is_yes, _("The defect is: %(state)s."), {"state": state})


@evidence(
    "defect-answers", title=_("Care knows what to answer"), about=ABOUT, door="defect_answers"
)
def defect_answers(defects, *, now):
    """There is a note or a ready answer about it."""
    return ready_answers(defects)


def ready_answers(subjects):
    """Whether customer care has anything to say about each of these records."""
    keys = [one.pk for one in subjects]
    told = set()
    for model in (KnowledgeNote, CannedAnswer):
        rows = model.objects.active().of_each(subjects)
        told |= set(rows.values_list("subject_id", flat=True))
    return {
        pk: Answer(True, _("Customer care has an answer."))
        if pk in told
        else Answer(False, _("Customer care has no note and no ready answer yet."))
        for pk in keys
    }
