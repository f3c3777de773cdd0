"""What is done with a brief. One function per verb; each is one transaction."""

from roles.graphic_designer.actions.briefs import ask_for
from roles.graphic_designer.actions.proofs import (
    Upload,
    add,
    describe,
    focus,
    remove,
    send,
    take_back,
)
from roles.graphic_designer.actions.review import (
    approve,
    pin,
    request_changes,
    settle,
    unsettle,
    withdraw,
)

__all__ = [
    "Upload",
    "add",
    "approve",
    "ask_for",
    "describe",
    "focus",
    "pin",
    "remove",
    "request_changes",
    "send",
    "settle",
    "take_back",
    "unsettle",
    "withdraw",
]
