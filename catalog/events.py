"""What catalog announces to the apps above. Nobody may rely on hearing it."""

from django.dispatch import Signal

products_changed = Signal()  # some products came, went, or got their text
