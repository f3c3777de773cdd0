"""How an answer that counts is put: so many of so many, what lacks, and what would mend it."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import get_language_info, override

from roles.playbooks.evidence import Answer, Line, Repair

MOST_LINES = 20  # an answer names so many; how many there are in all is in its sentence


def share(
    done: int,
    whole: int,
    sentence: str,
    *,
    lines: Iterable[Line] = (),
    repairs: Iterable[Repair] = (),
    **figures,
) -> Answer:
    """Yes when all of it is done, and there is something to be done at all."""
    lines = tuple(lines)[:MOST_LINES]
    is_yes = done >= whole > 0
    return Answer(
        is_yes,
        sentence,
        {"done": done, "all": whole} | figures,
        () if is_yes else lines,
        () if is_yes else tuple(repairs),
    )


def by_subject(rows: Iterable[tuple]) -> dict[int, set]:
    """Rows of (subject, what, …) as what each subject has."""
    found = defaultdict(set)
    for subject, *rest in rows:
        found[subject].add(tuple(rest) if len(rest) > 1 else rest[0])
    return found


def source(words) -> str:
    """Words as they are kept: in English, so that each reader gets them in their own language."""
    with override(None):
        return str(words)


def tongue(code: str) -> str:
    """What a language is called, as it is kept."""
    return get_language_info(code)["name"]
