"""What the designer sees in the morning: what came back, what to make, what waits for a look."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Product
from config.templatetags.regia import percent
from roles.graphic_designer import checks
from roles.graphic_designer.models import Brief, Picture, Pin, Proof
from roles.playbooks.pressing import by_cost
from roles.tasks.models import Task
from roles.team.models import Role

SHOWN, UNSEEN = 24, 10
A_SEASON = timedelta(days=90)


@dataclass(frozen=True)
class Card:
    """A brief on the desk, with the picture by which one knows it again."""

    brief: Brief
    picture: Picture | None
    proof: Proof | None
    report: checks.Report
    note: str = ""
    pins: int = 0


def cards(user, *, now: datetime) -> dict[str, list[Card]]:
    """Open briefs by what must happen: change, make, look at; the costliest to wait for first."""
    visible = by_cost(Brief.objects.visible_to(user), now=now)
    return {
        "sent_back": _cards(visible.sent_back()),
        "to_make": _cards(visible.to_make().exclude(status=Brief.Status.CHANGES_REQUESTED)),
        "waiting": _cards(visible.submitted()),
    }


def of_subject(briefs, *, now: datetime) -> list[Card]:
    """The briefs of one record, done or not."""
    return _cards(by_cost(briefs, now=now))


def _cards(briefs):
    pictures = Picture.objects.select_related("piece").order_by("pk")
    shown = briefs.select_related("asked_by").prefetch_related(
        "subject",
        "pieces",
        "alt_texts",
        "moves",
        Prefetch("proofs", Proof.objects.order_by("number")),
        Prefetch("proofs__pictures", pictures),
    )[:SHOWN]
    shown = list(shown)
    pins = _open_pins(shown)
    return [_card(brief, pins) for brief in shown]


def _card(brief, pins):
    proofs = list(brief.proofs.all())
    proof = proofs[-1] if proofs else None
    report = checks.of(brief, proof)
    pictures = [report.master, *(one.picture for one in report.pieces)]
    return Card(
        brief=brief,
        picture=next((picture for picture in pictures if picture), None),
        proof=proof,
        report=report,
        note=_last_note(brief),
        pins=pins.get(brief.pk, 0),
    )


def _last_note(brief):
    notes = [move for move in brief.moves.all() if move.became == Brief.Status.CHANGES_REQUESTED]
    last = max(notes, key=lambda move: move.moved_at, default=None)
    return last.note if last else ""


def _open_pins(briefs):
    pins = Pin.objects.filter(picture__proof__brief__in=briefs, settled_at=None)
    counted = pins.values("picture__proof__brief").annotate(total=Count("pk")).order_by()
    return {row["picture__proof__brief"]: row["total"] for row in counted}


def unseen_products(user) -> list[Product]:
    """Products without a picture that nobody was asked for yet: those with a task first."""
    kind = ContentType.objects.get_for_model(Product)
    briefs = Brief.objects.wanted().filter(subject_type=kind, subject_id=OuterRef("pk"))
    tasks = Task.objects.undone().filter(
        role__key=Role.GRAPHIC_DESIGNER, subject_type=kind, subject_id=OuterRef("pk")
    )
    due = Subquery(tasks.order_by("due_at").values("due_at")[:1])
    products = Product.objects.visible_to(user).lacking_image().filter(~Exists(briefs))
    products = products.select_related("category").annotate(due_at=due)
    return list(products.order_by(F("due_at").asc(nulls_last=True), "-created_at", "-pk")[:UNSEEN])


def figures(user, *, now: datetime) -> list[dict]:
    """The desk's own few numbers."""
    visible = Brief.objects.visible_to(user)
    counts, here = _counts(visible, now), reverse("graphic_designer:desk")
    late = [(_("%(late)s late") % {"late": counts["late"]}, "late")] if counts["late"] else []
    return [
        {
            "label": _("To make"),
            "value": counts["to_make"],
            "comparisons": late,
            "state": "late" if late else "",
            "url": f"{here}#to-make",
        },
        {
            "label": _("Sent back"),
            "value": counts["back"],
            "state": "soon" if counts["back"] else "",
            "url": f"{here}#sent-back",
        },
        {"label": _("Awaiting approval"), "value": counts["waiting"], "url": f"{here}#waiting"},
        _first_pass(visible.approved_between(now - A_SEASON, now)),
    ]


def _counts(briefs, now):
    return briefs.aggregate(
        to_make=Count("pk", filter=Q(status__in=Brief.EDITABLE)),
        back=Count("pk", filter=Q(status=Brief.Status.CHANGES_REQUESTED)),
        waiting=Count("pk", filter=Q(status=Brief.Status.SUBMITTED)),
        late=Count("pk", filter=Q(status__in=Brief.OPEN, due_at__lt=now)),
    )


def _first_pass(approved):
    """How many of the approved briefs needed one proof."""
    rounds = approved.annotate(rounds=Count("proofs")).aggregate(
        all=Count("pk"), first=Count("pk", filter=Q(rounds=1))
    )
    return {
        "label": _("Approved at the first proof"),
        "value": percent(rounds["first"] / rounds["all"], 0) if rounds["all"] else "–",
        "comparisons": [(_("of %(all)s in ninety days") % {"all": rounds["all"]}, "")],
    }
