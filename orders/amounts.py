"""What orders are worth: their revenue."""

from django.db.models import F

# A line's revenue. Wherever the shop says “revenue” it is the sum of these over orders that were
# not cancelled, as charged: before refunds, and without shipping. Of one order, `order.revenue` is
# that sum, kept by PostgreSQL.
REVENUE = F("unit_price") * F("quantity")
