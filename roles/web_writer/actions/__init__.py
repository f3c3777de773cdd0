"""What the web writer does. One function per verb; each is one transaction."""

from roles.web_writer.actions.copies import (
    StaleCopy,
    add_variant,
    approve_copy,
    ask_for_copy,
    save_copy,
    send_copy_back,
    submit_copy,
)
from roles.web_writer.actions.drafts import (
    Stale,
    approve,
    begin,
    request_changes,
    save,
    submit,
    throw_away,
    words_today,
)

__all__ = [
    "Stale",
    "StaleCopy",
    "add_variant",
    "approve",
    "approve_copy",
    "ask_for_copy",
    "begin",
    "request_changes",
    "save",
    "save_copy",
    "send_copy_back",
    "submit",
    "submit_copy",
    "throw_away",
    "words_today",
]
