"""What this floor announces. Nobody may rely on it: the same is found within a minute."""

from django.dispatch import Signal

tasks_changed = Signal()  # somebody said that a plan's task is done
