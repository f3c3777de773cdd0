"""The shelves: count one, see the last counts, and say how many orders a day we can pack."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from logistics import counts
from logistics.forms import CapacityForm, ShelfForm
from logistics.models import StockCount

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("logistics.count_stock")
def shelves(request):
    """Scan a shelf, type what is on it; under it the last counts."""
    form = ShelfForm(request.POST or None, initial={"code": request.GET.get("scan", "")[:100]})
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else None)
    variant, units = form.cleaned_data["code"], form.cleaned_data["units"]
    counts.count(variant, units=units, by=request.user, at=timezone.now())
    if not request.htmx:
        return redirect("logistics:counts")
    return _page(request, ShelfForm(), counted=variant)


@require_POST
@opens_with("logistics.count_stock")
def set_capacity(request):
    """The warehouse says how much it can do."""
    form = CapacityForm(request.POST)
    if not form.is_valid():
        return _page(request, ShelfForm(), status=422, capacity_form=form)
    orders = form.cleaned_data["orders_per_day"]
    counts.set_packing_capacity(orders, by=request.user, at=timezone.now())
    return redirect("logistics:counts")


def _page(request, form, *, status=None, **more):
    now = timezone.now()
    capacity = counts.packing_capacity(now=now)
    typed = capacity.orders_per_day if capacity.is_typed else None
    context = {
        "form": form,
        "counts": StockCount.objects.select_related("variant__product", "counted_by").order_by(
            "-counted_at", "-pk"
        )[:SHOWN],
        "capacity": capacity,
        "capacity_form": CapacityForm(initial={"orders_per_day": typed}),
        **more,
    }
    return page_or_part(request, "logistics/counts.html", "shelves", context, status=status)
