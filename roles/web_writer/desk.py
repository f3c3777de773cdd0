"""What the writer sees in the morning: what was sent back, what is begun, what to write next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Market, Product
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer import checks
from roles.web_writer import told as campaign_texts
from roles.web_writer.models import Draft

SHOWN = 30
A_WEEK = timedelta(days=7)


@dataclass
class ToWrite:
    """A product that lacks words, and how soon it must have them."""

    product: Product
    languages: list[str]
    task: Task | None = None
    drafts: list[Draft] = field(default_factory=list)

    @property
    def told(self):
        """What is already said of it, in whatever language."""
        return next(iter(self.product.texts.all()), None)


def languages() -> list[str]:
    """The languages in which every product must be told."""
    return Market.objects.languages()


def queue(user, *, tongues: list[str]) -> list[ToWrite]:
    """Products lacking words: those with a task by urgency, then the newest."""
    tasks = _tasks(user)
    lacking = Product.objects.visible_to(user).lacking_text(languages=tongues)
    shown = lacking.select_related("category").prefetch_related("texts")
    asked_for = {product.pk: product for product in shown.filter(pk__in=tasks)}
    rows = [asked_for[pk] for pk in tasks if pk in asked_for]
    if len(rows) < SHOWN:
        others = shown.exclude(pk__in=tasks).order_by("-created_at", "-pk")
        rows += others[: SHOWN - len(rows)]
    drafts = _open_drafts(rows)
    return [
        ToWrite(
            product=product,
            languages=[tongue for tongue in tongues if tongue not in _told(product)],
            task=tasks.get(product.pk),
            drafts=drafts.get(product.pk, []),
        )
        for product in rows
    ]


def _tasks(user) -> dict[int, Task]:
    """The role's most urgent tasks about a product, one's own first."""
    hat = Role.objects.filter(key=Role.WEB_WRITER).values("pk")[:1]
    about = ContentType.objects.get_for_model(Product)
    tasks = Task.objects.undone().filter(role=hat, subject_type=about)
    tasks = tasks.select_related("assignee").order_by("due_at", "pk")
    mine, others = tasks.filter(assignee=user), tasks.exclude(assignee=user)
    found = mine[:SHOWN].union(others[:SHOWN], all=True)
    by_product = {}
    for task in sorted(found, key=lambda task: _urgency(task, user)):
        by_product.setdefault(task.subject_id, task)
    return by_product


def _urgency(task, user):
    whose = 2 if task.assignee_id else 1
    return 0 if task.assignee_id == user.pk else whose, task.priority, task.due_at, task.pk


def _told(product):
    return {text.language for text in product.texts.all()}


def _open_drafts(products) -> dict[int, list[Draft]]:
    drafts = {}
    for draft in Draft.objects.open().filter(product__in=products).select_related("author"):
        drafts.setdefault(draft.product_id, []).append(draft)
    return drafts


def drafts(user, *, now: datetime) -> dict[str, list[Draft]]:
    """Open drafts by what must happen: rewrite, go on, read."""
    shown = Draft.objects.visible_to(user).select_related("product", "author", "saved_by")
    return {
        "sent_back": shown.sent_back()
        .written_by(user)
        .prefetch_related("moves__moved_by")
        .order_by("saved_at", "pk")[:SHOWN],
        "mine": shown.being_written().written_by(user).order_by("-saved_at", "pk")[:SHOWN],
        "waiting": shown.awaiting_approval(now=now).order_by("saved_at", "pk")[:SHOWN],
        "resting": shown.resting(now=now).order_by("second_look_at", "pk")[:SHOWN],
    }


def figures(
    user, *, to_write: list, drafts: dict, copies: dict, tongues: list[str], now: datetime
) -> list[dict]:
    """The desk's own few numbers: product texts and campaign texts together."""
    visible = Draft.objects.visible_to(user)
    products = Product.objects.visible_to(user)
    drafts_back = _number(drafts["sent_back"], visible.sent_back().written_by(user))
    sent_back = drafts_back + campaign_texts.in_all(copies["copies_back"])
    waiting = _number(drafts["waiting"], visible.awaiting_approval(now=now))
    here = reverse("web_writer:desk")
    return [
        {
            "label": _("Products to write"),
            "value": _number(to_write, products.lacking_text(languages=tongues)),
            "url": f"{here}#to-write",
        },
        {
            "label": _("Sent back to me"),
            "value": sent_back,
            "state": "soon" if sent_back else "",
            "url": f"{here}#sent-back" if drafts_back else f"{here}#campaign-texts",
        },
        {
            "label": _("Awaiting approval"),
            "value": waiting + campaign_texts.in_all(copies["copies_waiting"]),
            "url": f"{here}#waiting",
        },
        {
            "label": _("Approved in seven days"),
            "value": visible.approved_between(now - A_WEEK, now).count(),
        },
    ]


def _number(shown, rows) -> int:
    """How many there are in all: a list that is not full holds them all."""
    return len(shown) if len(shown) < SHOWN else rows.count()


def last_note(draft: Draft):
    """What the reader wanted changed, the last time."""
    notes = [move for move in draft.moves.all() if move.became == Draft.Status.CHANGES_REQUESTED]
    return max(notes, key=lambda move: move.moved_at, default=None)


def history(draft: Draft) -> list[dict]:
    """What happened to the draft, newest first."""
    begun = {"at": draft.begun_at, "by": draft.author, "text": _("Begun")}
    return draft.events(begun=begun, states={Draft.Status.APPROVED: "good"})


def reading(words: dict[str, str]) -> dict:
    """How long it is and where its keyword stands."""
    return {"measures": checks.measures(words), "checks": checks.keyword_checks(words)}
