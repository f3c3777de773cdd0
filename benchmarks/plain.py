"""The plain Django list that every page is compared with: 25 rows, no layout, no rights."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import HttpResponse
from django.template import engines
from django.urls import include, path

from orders.models import Order

ROWS = """<!doctype html><title>Orders</title><table>{% for order in orders %}
<tr><td>{{ order.number }}<td>{{ order.placed_at }}<td>{{ order.buyer_name }}
<td>{{ order.channel.name }}<td>{{ order.status }}</tr>{% endfor %}</table>"""


@login_not_required
def plain(request):
    orders = Order.objects.select_related("channel").order_by("-placed_at", "-id")[:25]
    return HttpResponse(engines["django"].from_string(ROWS).render({"orders": orders}))


urlpatterns = [path("plain/", plain), path("", include("config.urls"))]
