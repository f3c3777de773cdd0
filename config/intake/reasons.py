"""What is wrong with a row, in SQL: kept sentences as JSON texts, told to each reader later."""

import json

from config.intake.expressions import literal
from config.lib.words import kept

HOLE = "\0"
# All that is wrong with a line, out of `bad`: a reason is one kept sentence or several.
ALL = "('[' || string_agg(DISTINCT reason, ', ') || ']')::jsonb"


def reason(sentence: str, *, asked: dict[str, str] | None = None, **figures: str) -> str:
    """SQL: the sentence with its figures, of which some are `asked` of the row by SQL."""
    asked = asked or {}
    said = json.dumps(kept(sentence, **figures, **dict.fromkeys(asked, HOLE)), ensure_ascii=False)
    first, *others = map(literal, said.split(json.dumps(HOLE)))
    found = (f" || to_json({value})::text || " for value in asked.values())
    return first + "".join(sql + after for sql, after in zip(found, others, strict=True))
