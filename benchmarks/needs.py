"""How long a need takes that suddenly asks for fifty thousand tasks, and that then has gone."""

from django.utils import timezone

from benchmarks.machine import run
from benchmarks.table import Table, took
from roles.coordinator.needs import NEEDS
from roles.tasks import actions
from roles.tasks.models import Task


def measure(table: Table) -> None:
    """Every product loses its text, and gets it back."""
    need = next(need for need in NEEDS if need.key == "write-text")
    run("CREATE TEMP TABLE told AS SELECT * FROM catalog_producttext")
    run("TRUNCATE catalog_producttext")
    opened = took(lambda: actions.open_and_close(need, now=timezone.now()))
    tasks = Task.objects.undone().filter(need=need.key).count()
    again = took(lambda: actions.open_and_close(need, now=timezone.now()))
    run("INSERT INTO catalog_producttext SELECT * FROM told")
    closed = took(lambda: actions.open_and_close(need, now=timezone.now()))
    left = Task.objects.undone().filter(need=need.key).count()
    table.heading(f"A need with {tasks:,} subjects")
    table.at_most(f"opening {tasks:,} tasks", opened, 5, "s")
    table.at_most("looking again, with nothing to do", again, 5, "s")
    table.at_most(f"closing them, {left} left", closed, 5, "s")
