"""The port this machine's web listens on, asked before anything slow begins."""

import argparse
import socket

USUAL = 8000
TAKEN = (
    "Port {port} is taken. Stop what uses it, or choose another: make serve PORT={next},"
    " make demo PORT={next} or manage.py serve --port {next}."
)


def why_not(command: list[str]) -> str:
    """Why `serve` could not listen where it is told to; empty: it can, or it is not `serve`."""
    if command[:1] != ["serve"] or {"-h", "--help"} & set(command):
        return ""
    reader = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    reader.add_argument("--port", type=int, default=USUAL)
    try:
        port = reader.parse_known_args(command[1:])[0].port
    except argparse.ArgumentError:
        return ""  # the command says it itself, and better
    return TAKEN.format(port=port, next=port + 1) if is_taken(port) else ""


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
