"""What logistics announces to the apps above. Nobody may rely on hearing it."""

from django.dispatch import Signal

parcels_changed = Signal()  # some parcels were opened, packed, shipped, delivered or lost
