"""What marketing announces to the apps above. Nobody may rely on hearing it."""

from django.dispatch import Signal

campaigns_moved = Signal()  # somebody moved a campaign on, or back
