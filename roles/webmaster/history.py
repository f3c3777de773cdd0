"""What happened to a row, newest first, for its timeline."""


def history(row, *, begun: dict) -> list[dict]:
    """The moves of a row in words, down to how it began. What the machine notes is translated."""
    return row.events(begun=begun, states={"verified": "good", "released": "good"})
