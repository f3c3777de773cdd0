"""What sort of thing waits in an inbox: told from the need that opened it."""

from django.utils.translation import gettext_lazy as _

STEP, APPROVAL, REQUEST, ALARM, TASK, MENTION = (
    "step",
    "approval",
    "request",
    "alarm",
    "task",
    "mention",
)
LABELS = {
    STEP: _("Steps"),
    APPROVAL: _("Approvals"),
    REQUEST: _("Requests"),
    ALARM: _("Alarms"),
    TASK: _("Other work"),
    MENTION: _("Mentions"),
}
# How the needs of each kind are called; whatever is called otherwise is other work.
NEEDS = {
    STEP: ("step",),
    APPROVAL: ("approve", "approve-%"),
    REQUEST: ("request", "request-%"),
    ALARM: ("alarm", "alarm-%"),
}
SIGNS = {
    STEP: "workflow",
    APPROVAL: "stamp",
    REQUEST: "message-circle-question-mark",
    ALARM: "bell",
    TASK: "",
    MENTION: "at-sign",
}


def of(need: str) -> str:
    """The kind of a task, by its need."""
    word = need.split("-")[0]
    return next((kind for kind, needs in NEEDS.items() if word == needs[0]), TASK)


def patterns(kind: str) -> tuple[list[str], list[str]]:
    """What the needs of a kind are called in SQL, and what they are not called."""
    if kind in NEEDS:
        return list(NEEDS[kind]), []
    return ["%"], [name for names in NEEDS.values() for name in names]
