"""Keeps web, worker and beat running together until Ctrl+C, and weighs little itself.

`manage.py serve` turns into it: it needs no Django, and so holds none in memory all day.
"""

import os
import sys

from honcho.manager import Manager

from config.lib import services

BLOCKING_THREADS = 4  # times two workers, and each process's pool of connections is as large
PROCESSES = {
    "web": (
        "{python} -m granian --interface wsgi --host 127.0.0.1 --port {port}"
        f" --workers 2 --blocking-threads {BLOCKING_THREADS} --log-level warning"
        " config.wsgi:application"
    ),
    "worker": (
        "{python} -m celery -A config worker --concurrency 2 --loglevel WARNING"
        " --without-gossip --without-mingle -O fair"
    ),
    "beat": "{python} -m celery -A config beat --loglevel WARNING",
}
STOPPED_BY_HAND = (-15, -2, 130, 143)


def main(port: str, *names: str) -> int:
    if os.environ.get("REGIA_LAPTOP"):
        services.start()  # they run already: this process now holds them
    manager = Manager()
    for name in names:
        command = PROCESSES[name].format(python=sys.executable, port=port)
        manager.add_process(name, command, quiet=name != "web")
    manager.loop()
    return 0 if manager.returncode in STOPPED_BY_HAND else manager.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
