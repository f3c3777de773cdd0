"""What a product text must have to be sent to approval, and what it should have to be found.

editor.js shows the same while one types; it reads the limits and the words from the page.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

LEAST_WORDS = 20  # below this it is a label, not a text
TITLE = (30, 60)  # characters a search result shows
META = (70, 155)
BODY = (150, 600)  # words


@dataclass(frozen=True)
class Measure:
    """How long something is, against how long it should be."""

    field: str
    count: int
    least: int
    most: int
    unit: str  # characters or words

    @property
    def word(self):
        return "short" if self.count < self.least else "long" if self.count > self.most else "good"

    @property
    def top(self):
        """The right end of the meter."""
        return self.most * 4 // 3


@dataclass(frozen=True)
class Check:
    """One hint about the keyword, met or not."""

    key: str
    is_met: bool
    met: str
    unmet: str


def missing(words: dict[str, str]) -> dict[str, str]:
    """What keeps a text from being sent to approval: field → what to do."""
    lacks = {}
    if not words["title"].strip():
        lacks["title"] = _("Give it a title.")
    count = count_words(words["body"])
    if not count:
        lacks["body"] = _("Write the text.")
    elif count < LEAST_WORDS:
        lacks["body"] = _("Write at least %(least)s words; it has %(count)s.") % {
            "least": LEAST_WORDS,
            "count": count,
        }
    return lacks


def measures(words: dict[str, str]) -> dict[str, Measure]:
    """The lengths that matter to a search engine and to a reader."""
    return {
        "title": Measure("title", len(words["title"].strip()), *TITLE, "characters"),
        "body": Measure("body", count_words(words["body"]), *BODY, "words"),
        "meta_description": Measure(
            "meta_description", len(words["meta_description"].strip()), *META, "characters"
        ),
    }


def keyword_checks(words: dict[str, str]) -> list[Check]:
    """Where the keyword should be, and whether it is there."""
    keyword, body = words["keyword"], words["body"]
    return [
        Check(
            "title",
            holds(words["title"], keyword),
            _("The title has it."),
            _("The title does not have it yet."),
        ),
        Check(
            "half",
            holds(first_half(body), keyword),
            _("It comes in the first half of the text."),
            _("Bring it into the first half of the text."),
        ),
        Check(
            "body", holds(body, keyword), _("The text has it."), _("The text does not have it yet.")
        ),
        Check(
            "meta_description",
            holds(words["meta_description"], keyword),
            _("The meta description has it."),
            _("The meta description does not have it yet."),
        ),
    ]


def count_words(text: str) -> int:
    return len(text.split())


def first_half(text: str) -> str:
    """The first half of a text, by words."""
    words = text.split()
    return " ".join(words[: (len(words) + 1) // 2])


def holds(text: str, keyword: str) -> bool:
    """Whether a text says a keyword as whole words, in whatever case and spacing."""
    wanted = " ".join(keyword.lower().split())
    spaced = " ".join(text.lower().split())
    return bool(wanted) and bool(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", spaced))
