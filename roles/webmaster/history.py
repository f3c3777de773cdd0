"""What happened to a row, newest first, for its timeline."""


def history(row, *, begun: dict) -> list[dict]:
    """The moves of a row in words, down to how it began. What the machine notes is translated."""
    moves = row.moves.select_related("moved_by").exclude(came_from="")
    told = [
        {
            "at": move.moved_at,
            "by": move.moved_by,
            "text": row.Status(move.became).label,
            "note": move.told,
            "state": "good" if move.became in {"verified", "released"} else "",
        }
        for move in moves.order_by("-moved_at", "-pk")
    ]
    return [*told, begun]
