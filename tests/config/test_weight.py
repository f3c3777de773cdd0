"""What a process does not need it does not load: memory is what a small machine has least of."""

import subprocess
import sys

from config.lib.services import ROOT

HEAVY = ["numpy", "openpyxl", "PIL", "networkx", "honcho"]
WEB = "import config.wsgi; from django.urls import resolve; resolve('/dashboard/')"
JOBS = "from config.celery import app; app.loader.import_default_modules()"
RUNNER = "import config.lib.housekeeper"


def loaded_by(statements, names):
    told = f"{statements}\nimport sys\nprint(*(one for one in {names!r} if one in sys.modules))"
    outcome = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return outcome.stdout.split()


def test_web_and_worker_open_without_the_heavy_libraries():
    assert loaded_by(f"{WEB}\n{JOBS}", HEAVY) == []


def test_who_keeps_the_house_running_loads_neither_the_shop_nor_celery():
    assert loaded_by(RUNNER, ["django", "celery", "honcho"]) == ["honcho"]
