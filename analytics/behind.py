"""The rows behind a day's figure: every number can be traced to what the shop recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from analytics.kpi import Kpi, Span
from analytics.traffic.models import Visit
from catalog.models import Channel
from config.templatetags.regia import exact, money, number
from customer_care.models import Conversation
from logistics.models import Parcel
from orders.models import Order, OrderLine, Refund, Review
from roles.tasks.models import Request, Task
from roles.web_writer.models import Draft

ROWS = 25


@dataclass(frozen=True)
class Told:
    """How one kind of row is listed: who may see it, its page, and its columns."""

    permission: str
    link: Callable[[Any], Model | None]
    columns: Sequence[tuple[str, Callable[[Any], Any]]]
    related: Sequence[str] = ()


def _line_worth(line):
    return money(line.amount, line.order.currency)


TOLD: dict[type[Model], Told] = {
    Order: Told(
        "orders.view_order",
        lambda order: order,
        (
            (_("Placed"), lambda order: exact(order.placed_at)),
            (_("State"), lambda order: order.get_status_display()),
            (_("Country"), lambda order: order.country),
        ),
    ),
    OrderLine: Told(
        "orders.view_order",
        lambda line: line.order,
        (
            (_("Placed"), lambda line: exact(line.order.placed_at)),
            (_("Article"), lambda line: line.name or line.sku or line.product_ref),
            (_("Quantity"), lambda line: number(line.quantity)),
            (_("Worth"), _line_worth),
        ),
        ("order",),
    ),
    Refund: Told(
        "orders.view_refund",
        lambda refund: refund,
        (
            (_("Paid back"), lambda refund: exact(refund.refunded_at)),
            (_("Order"), lambda refund: refund.order or ""),
            (_("Reason"), lambda refund: refund.reason),
        ),
        ("order",),
    ),
    Parcel: Told(
        "logistics.view_parcel",
        lambda parcel: parcel,
        (
            (_("Order"), lambda parcel: parcel.order),
            (_("To leave by"), lambda parcel: exact(parcel.promised_for)),
            (_("Shipped"), lambda parcel: exact(parcel.shipped_at)),
            (_("Delivered"), lambda parcel: exact(parcel.delivered_at)),
            (_("Carrier"), lambda parcel: parcel.carrier or ""),
        ),
        ("order", "carrier"),
    ),
    Review: Told(
        "orders.view_order",
        lambda review: review.order,
        (
            (_("Written"), lambda review: exact(review.reviewed_at)),
            (_("Stars"), lambda review: review.score),
            (_("Title"), lambda review: review.title),
        ),
        ("order",),
    ),
    Visit: Told(
        "analytics.view_measurement",
        lambda visit: None,
        (
            (_("Begun"), lambda visit: exact(visit.started_at)),
            (_("Source"), lambda visit: visit.source),
            (_("Medium"), lambda visit: visit.medium),
            (_("Campaign"), lambda visit: visit.campaign),
            (_("Device"), lambda visit: visit.device),
        ),
    ),
    Draft: Told(
        "web_writer.view_draft",
        lambda draft: draft,
        (
            (_("Language"), lambda draft: draft.language),
            (_("Approved"), lambda draft: exact(draft.approved_at)),
        ),
        ("product",),
    ),
    Conversation: Told(
        "customer_care.view_conversation",
        lambda conversation: conversation,
        (
            (_("Begun"), lambda conversation: exact(conversation.opened_at)),
            (_("First answer"), lambda conversation: exact(conversation.first_answered_at)),
            (_("Promised by"), lambda conversation: exact(conversation.first_answer_due_at)),
            (_("Solved"), lambda conversation: exact(conversation.solved_at)),
        ),
    ),
    Request: Told(
        "tasks.view_request",
        lambda request: request,
        (
            (_("Asked as"), lambda request: request.from_role),
            (_("Role"), lambda request: request.to_role),
            (_("Answered"), lambda request: exact(request.answered_at)),
            (_("Hours"), lambda request: number(request.answer_hours, 1)),
        ),
        ("from_role", "to_role"),
    ),
    Task: Told(
        "tasks.view_task",
        lambda task: task,
        (
            (_("Role"), lambda task: task.role),
            (_("Due"), lambda task: exact(task.due_at)),
            (_("Done"), lambda task: exact(task.ended_at)),
        ),
        ("role",),
    ),
}


def rows_behind(kpi: Kpi, day: date, channel: Channel | None, *, page, user) -> dict | None:
    """One page of the rows of a day; None where the figure has none, or the reader may not look."""
    if kpi.rows is None:
        return None
    rows = kpi.rows.on(Span.of(day, day))
    told = TOLD[rows.model]
    if not user.has_perm(told.permission):
        return None
    if channel and kpi.rows.of is not None:
        rows = rows.filter(**{f"{kpi.rows.of}channel": channel})
    rows = rows.select_related(*told.related).order_by(kpi.rows.at, "pk")
    shown = Paginator(rows, ROWS).get_page(page)
    return {
        "day": day,
        "page": shown,
        "columns": [label for label, _value in told.columns],
        "rows": [_line(row, told) for row in shown],
        "named": rows.model._meta.verbose_name_plural,
    }


def _line(row, told):
    link = told.link(row)
    return {
        "name": str(link or row),
        "url": link.get_absolute_url() if link else "",
        "cells": [value(row) for _label, value in told.columns],
    }
