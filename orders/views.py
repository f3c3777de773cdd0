"""The pages of what was bought: orders, and who bought."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Min, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from catalog.models import Channel
from config.lib.asked import words_of
from config.lib.doors import opens_with, seen_by
from config.lib.lists import Column, Filter, Listing, Period, first_found
from orders import history
from orders.models import Customer, Order


def _channels():
    return Channel.objects.order_by("name").values_list("pk", "name")


ORDER_COLUMNS = [
    Column("number", _("Order"), value=lambda order: order.number),
    Column(
        "placed", _("Placed"), value=lambda order: order.placed_at, sort=["placed_at"], begins="-"
    ),
    Column("buyer", _("Buyer"), value=lambda order: order.buyer_name),
    Column("email", _("E-mail"), value=lambda order: order.buyer_email, on_screen=False),
    Column("channel", _("Channel"), value=lambda order: order.channel.name),
    Column("country", _("Country"), value=lambda order: order.country),
    Column("status", _("Status"), value=lambda order: order.status, words=Order.Status.choices),
    Column("currency", _("Currency"), value=lambda order: order.currency, on_screen=False),
    Column(
        "amount",
        _("Amount"),
        value=lambda order: order.amount,
        sort=["amount"],
        begins="-",
        is_number=True,
    ),
]
ORDER_FILTERS = [
    Filter("status", _("Status"), choices=lambda: Order.Status.choices, field="status"),
    Filter("channel", _("Channel"), choices=_channels, field="channel"),
    Period("placed", _("Placed"), field="placed_at"),
]


@require_GET
@opens_with("orders.view_order", also_by_object=True)
def orders(request):
    """Every order, newest first."""
    rows = seen_by(request.user, "orders.view_order", Order.objects.visible_to(request.user))
    rows = rows.select_related("channel")
    listing = Listing(
        request,
        rows,
        columns=ORDER_COLUMNS,
        filters=ORDER_FILTERS,
        sort="-placed",
        name=_("Orders"),
    )
    return listing.answer("orders/orders.html", states=history.STATES)


@require_GET
@opens_with("orders.view_order", also_by_object=True)
def order(request, pk):
    """One order: what was bought, by whom, what was paid, and what happened since."""
    visible = Order.objects.visible_to(request.user).select_related("channel", "customer")
    shown = get_object_or_404(
        visible.prefetch_related(
            "addresses", "payments", "reviews", "moves__moved_by", "lines__variant"
        ),
        pk=pk,
    )
    may_see_refunds = request.user.has_perm("orders.view_refund")
    refunds = list(shown.refunds.order_by("requested_at", "pk")) if may_see_refunds else []
    context = {
        "order": shown,
        "refunds": refunds,
        "may_see_refunds": may_see_refunds,
        "states": history.STATES,
        "refund_states": history.REFUND_STATES,
        "events": history.events_of(shown, refunds=refunds),
        "kind": ContentType.objects.get_for_model(Order),
    }
    return render(request, "orders/order.html", context)


CUSTOMER_COLUMNS = [
    Column("name", _("Customer"), value=str, sort=["name"]),
    Column("email", _("E-mail"), value=lambda customer: customer.email),
    Column("city", _("City"), value=lambda customer: customer.city),
    Column("country", _("Country"), value=lambda customer: customer.country),
    Column("channel", _("Channel"), value=lambda customer: customer.channel.name),
    Column("orders", _("Orders"), value=lambda customer: customer.number_of_orders, is_number=True),
]
CUSTOMER_FILTERS = [Filter("channel", _("Channel"), choices=_channels, field="channel")]


@require_GET
@opens_with("orders.view_customer", also_by_object=True)
def customers(request):
    """Everybody who ever bought, by name."""
    visible = Customer.objects.visible_to(request.user)
    rows = seen_by(request.user, "orders.view_customer", visible).select_related("channel")
    bought = Order.objects.filter(customer=OuterRef("pk")).order_by().values("customer")
    rows = rows.annotate(
        number_of_orders=Coalesce(Subquery(bought.annotate(n=Count("pk")).values("n")), 0)
    )
    listing = Listing(
        request,
        rows,
        columns=CUSTOMER_COLUMNS,
        filters=CUSTOMER_FILTERS,
        sort="name",
        name=_("Customers"),
    )
    return listing.answer("orders/customers.html")


@require_GET
@opens_with("orders.view_customer", also_by_object=True)
def customer(request, pk):
    """One customer: what they bought, when, and for how much."""
    visible = Customer.objects.visible_to(request.user).select_related("channel")
    shown = get_object_or_404(visible, pk=pk)
    bought = Order.objects.visible_to(request.user).filter(customer=shown)
    context = {
        "customer": shown,
        "spent": _spent(bought.not_cancelled()),
        "span": bought.aggregate(first=Min("placed_at"), last=Max("placed_at"), number=Count("pk")),
        "orders": bought.select_related("channel").order_by("-placed_at", "-pk")[:100],
        "states": history.STATES,
        "kind": ContentType.objects.get_for_model(Customer),
    }
    return render(request, "orders/customer.html", context)


def _spent(bought):
    """What was spent, each currency for itself: money of two kinds is not added."""
    return (
        bought.order_by("currency")
        .values("currency")
        .annotate(spent=Sum("amount"), number=Count("pk"))
    )


@require_GET
@opens_with("orders.view_order", also_by_object=True)
def search(request):
    """The few newest orders and the few customers that words from the search box find."""
    words = words_of(request)
    user = request.user
    found = people = []
    if words:
        found = Order.objects.visible_to(user).select_related("channel")
        found = first_found(found.found_by(words), "-placed_at", "-pk")
        people = Customer.objects.visible_to(user).select_related("channel").found_by(words)
        people = first_found(people, "name", "pk")
    context = {"words": words, "orders": found, "customers": people, "states": history.STATES}
    return render(request, "orders/search.html", context)
