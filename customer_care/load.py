"""How much work customers make: contacts for so many orders, and minutes for each."""

from datetime import datetime, timedelta

from django.db import connection

from customer_care.models import CareSetting, Conversation
from orders.models import Order

LOOKED_BACK = timedelta(days=90)
ENOUGH = 30  # answers from which on their median says more than a typed number
LONGEST = timedelta(hours=2)  # a look that took longer was not work
USUAL_RATE = 0.08  # contacts for an order, in a shop too young to be measured
ENOUGH_ORDERS = 50
MINUTES = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (
    ORDER BY extract(epoch FROM written_at - looked_at) / 60)
FROM customer_care_message
WHERE kind = 'out' AND sent_at >= %s AND sent_at < %s AND looked_at IS NOT NULL
    AND written_at > looked_at AND written_at - looked_at < %s
"""


def contact_rate(now: datetime) -> float:
    """Conversations for each order of the last 90 days: 0.08 is eight for a hundred orders."""
    since = now - LOOKED_BACK
    orders = Order.objects.not_cancelled().filter(placed_at__gte=since, placed_at__lt=now).count()
    if orders < ENOUGH_ORDERS:
        return USUAL_RATE
    merged = Conversation.Status.MERGED
    return Conversation.objects.opened_in(since, now).exclude(status=merged).count() / orders


def handling_minutes(now: datetime) -> float:
    """From the first look to the answer, the median of 90 days; until then what is typed in."""
    with connection.cursor() as cursor:
        cursor.execute(MINUTES, [now - LOOKED_BACK, now, LONGEST])
        answers, median = cursor.fetchone()
    return float(median if answers >= ENOUGH else CareSetting.current().handling_minutes)
