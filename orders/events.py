"""What orders announces to the apps above. Nobody may rely on hearing it."""

from django.dispatch import Signal

orders_changed = Signal()  # some orders were placed, paid or cancelled
refunds_changed = Signal()  # some refunds were asked for, paid or refused
