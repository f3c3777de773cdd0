"""What the web writer does. One function per verb; each is one transaction."""

from roles.web_writer.actions.drafts import (
    Stale,
    approve,
    begin,
    others_who_approve,
    request_changes,
    save,
    submit,
    words_today,
)

__all__ = [
    "Stale",
    "approve",
    "begin",
    "others_who_approve",
    "request_changes",
    "save",
    "submit",
    "words_today",
]
