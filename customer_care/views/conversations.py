"""The list of conversations, and one of them opened."""

from functools import partial
from uuid import uuid4

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.lib.asked import words_of
from config.lib.doors import opens_with, seen_by
from config.lib.lists import Column, Filter, Listing, Period, first_found
from customer_care import actions, blanks, opened
from customer_care.forms import ConversationForm, OrderForm
from customer_care.models import Attachment, CannedAnswer, Conversation
from customer_care.views.sheets import STATES, answering, sheet, whole
from orders.models import Order

VIEW = "customer_care.view_conversation"
ANSWER = "customer_care.answer_conversation"
VIEWS = {
    "queue": _("To answer"),
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "overdue": _("Overdue"),
    "role": _("With a colleague"),
    "customer": _("With the customer"),
    "unreached": _("Not reached"),
}
COLUMNS = [
    Column("name", _("Customer"), value=lambda one: one.name or one.email),
    Column("email", _("E-mail"), value=lambda one: one.email, on_screen=False),
    Column("subject", _("Subject"), value=lambda one: one.subject),
    Column("order", _("Order"), value=lambda one: one.order.number if one.order else ""),
    Column("status", _("Status"), value=lambda one: one.status, words=Conversation.Status.choices),
    Column("due", _("Due"), value=lambda one: one.due_at, sort=["due_at"], may_be_empty=True),
    Column("assignee", _("Assigned to"), value=lambda one: str(one.assignee or "")),
    Column("last", _("Last message"), value=lambda one: one.last_at, sort=["last_at"], begins="-"),
]


def _narrowed(rows, values, *, user, now):
    """The saved views, in the words of the querysets."""
    views = {
        "queue": lambda: rows.to_answer(now=now),
        "mine": lambda: rows.undone().filter(assignee=user),
        "unassigned": lambda: rows.unassigned(),
        "overdue": lambda: rows.overdue(now=now),
        "role": lambda: rows.waiting_on_role(),
        "customer": lambda: rows.waiting_for_customer(),
        "unreached": lambda: rows.unreached(),
    }
    return views[values[0]]()


class View(Filter):
    """A saved view: chosen above the list, and kept while one searches in it."""

    template = "customer_care/view_filter.html"


def _filters(user):
    narrow = partial(_narrowed, user=user, now=timezone.now())
    return [
        View("view", _("View"), choices=VIEWS.items, by=narrow),
        Filter("status", _("Status"), choices=lambda: Conversation.Status.choices, field="status"),
        Filter("medium", _("Came by"), choices=lambda: Conversation.Medium.choices, field="medium"),
        Filter("assignee", _("Assigned to"), choices=_agents, field="assignee"),
        Period("opened", _("Opened"), field="opened_at"),
    ]


def _agents():
    return [(person.pk, str(person)) for person in opened.agents()]


@require_GET
@opens_with(VIEW, also_by_object=True)
def conversations(request):
    """Every conversation, the one with the newest word first."""
    rows = seen_by(request.user, VIEW, Conversation.objects.visible_to(request.user))
    rows = rows.select_related("order", "assignee")
    view = request.GET.get("view", "")
    listing = Listing(
        request,
        rows,
        columns=COLUMNS,
        filters=_filters(request.user),
        sort="due" if view in ("queue", "overdue", "mine") else "-last",
        name=_("Conversations"),
    )
    context = {"view": view, "views": VIEWS, "states": STATES, "now": timezone.now()}
    return listing.answer("customer_care/conversations.html", **context)


@require_GET
@opens_with(VIEW, also_by_object=True)
def conversation(request, pk):
    """One conversation: what was said, the order beside it, and the answer."""
    one = get_object_or_404(opened.visible(request.user), pk=pk)
    if one.merged_into_id:
        return redirect(one.merged_into)
    return whole(request, one)


@require_POST
@opens_with(VIEW, also_by_object=True)
def looking(request, pk):
    """I have it open: who else has, and whether it has changed under my hands."""
    one = get_object_or_404(opened.visible(request.user), pk=pk)
    now = timezone.now()
    actions.look(one, is_typing=request.POST.get("typing") == "1", by=request.user, at=now)
    context = {
        "conversation": one,
        "others": opened.others(one, but=request.user, now=now),
        "has_changed": request.POST.get("version", str(one.version)) != str(one.version),
    }
    return render(request, "customer_care/conversation.html#looking", context)


@require_GET
@opens_with(ANSWER)
def canned(request, pk, answer_pk):
    """A canned answer in the box, its blanks filled as far as they are known."""
    one = get_object_or_404(opened.visible(request.user), pk=pk)
    chosen = get_object_or_404(CannedAnswer.objects.active(), pk=answer_pk)
    text, lacking = blanks.fill(chosen.text, opened.values(one, agent=request.user))
    form = answering(one, text=text, canned=chosen.pk)
    context = sheet(request, one, answer_form=form)
    context |= {"lacking": [(blanks.written(name), blanks.KNOWN[name]) for name in lacking]}
    if not request.htmx:
        return render(request, "customer_care/conversation.html", context)
    return render(request, "customer_care/conversation.html#box", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(ANSWER)
def new(request):
    """Write down what a customer said by another way than mail."""
    begins = {"medium": "phone", "form_key": uuid4()}
    form = ConversationForm(request.POST or None, initial=begins)
    numbered = OrderForm(
        {"number": request.POST.get("number", ""), "version": 0}, orders=_orders(request)
    )
    if request.method == "POST" and form.is_valid():
        if numbered.is_valid():
            row = form.save(commit=False)
            row.order = numbered.cleaned_data["number"]
            if row.order:
                row.channel, row.customer = row.order.channel, row.order.customer
            said = {name: form.cleaned_data[name] for name in ("text", "form_key")}
            return redirect(actions.begin(row, **said, by=request.user, at=timezone.now()))
        form.add_error("number", numbered.errors["number"])
    context = {"form": form}
    return render(request, "customer_care/new.html", context, status=422 if form.errors else None)


def _orders(request):
    return Order.objects.visible_to(request.user)


@require_GET
@opens_with(VIEW, also_by_object=True)
def attachment(request, pk):
    """A file that came with a message: to be kept, never to be shown by the browser."""
    seen = Conversation.objects.visible_to(request.user)
    files = Attachment.objects.filter(message__conversation__in=seen).exclude(file="")
    found = get_object_or_404(files, pk=pk)
    return handed_out(found.file, found.name)


def handed_out(file, name):
    """A stranger's bytes: downloaded, of no kind, with all rights of a page taken away."""
    try:
        content = file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@opens_with(VIEW, also_by_object=True)
def search(request):
    """The few newest conversations that words from the search box find."""
    words = words_of(request)
    found = []
    if words:
        rows = Conversation.objects.visible_to(request.user).found_by(words)
        found = first_found(rows, "-last_at", "-pk")
    context = {"words": words, "conversations": found, "states": STATES}
    return render(request, "customer_care/panels.html#found", context)


@require_GET
@opens_with(VIEW)
def of_customer(request, pk):
    """A panel: what a customer has asked."""
    rows = Conversation.objects.visible_to(request.user).filter(customer=pk)
    context = {"conversations": rows.order_by("-last_at", "-pk")[:20], "states": STATES}
    return render(request, "customer_care/panels.html#conversations", context)
