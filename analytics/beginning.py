"""The first steps of a new shop: what the dashboard shows until there is something to see."""

from dataclasses import dataclass

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.models import Measurement
from catalog.models import Channel
from orders.models import Order
from roles.team.models import Role


@dataclass(frozen=True)
class Step:
    """One thing to set up, where that is done, and whether it is."""

    title: str
    why: str
    url: str
    is_done: bool


def first_steps(user) -> list[Step]:
    """In their order; none once all are done. What the reader may not do is no link for them."""
    has_channel, has_people, has_orders, has_figures = _what_there_is()
    steps = [
        Step(
            _("Add a channel"),
            _("Where the shop sells: its own front, a marketplace."),
            _where(user, "catalog.add_channel", "admin:catalog_channel_add"),
            has_channel,
        ),
        Step(
            _("Give people their hats"),
            _("Work lands in the inbox of whoever wears the hat."),
            _where(user, "team.change_user", "admin:team_user_changelist"),
            has_people,
        ),
        Step(
            _("Import the history"),
            _("Orders, products and customers, as the platform exports them."),
            _where(user, "intake.add_delivery", "intake:new"),
            has_orders,
        ),
        Step(
            _("Measure it"),
            _("The figures of all those days. From then on, every night does."),
            _where(user, "analytics.run_night", "analytics:nights"),
            has_figures,
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _what_there_is():
    """All four in one question: the dashboard asks it every morning."""
    asked = (
        Channel.objects.all(),
        Role.objects.worn(),
        Order.objects.all(),
        Measurement.objects.filter(kpi="sales.orders"),
    )
    roles = Role.objects.order_by("pk")  # a shop always has some
    return roles.values_list(*(Exists(rows.order_by()) for rows in asked)).first()


def _where(user, permission, door):
    return reverse(door) if user.has_perm(permission) else ""
