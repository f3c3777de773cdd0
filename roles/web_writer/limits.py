"""What each medium takes: its fields, how long each may be, how many lines.

counters.js shows the same while one types; it reads the limits from the page.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.media import Medium


@dataclass(frozen=True)
class Field:
    """One field of a text. With `lines` it holds that many short texts, one per line."""

    key: str
    title: str
    most: int  # characters: of the field, or of each line
    lines: tuple[int, int] = ()
    is_needed: bool = True
    is_long: bool = False
    forbids: str = ""  # characters the medium refuses


FIELDS = {
    Medium.GOOGLE_ADS: [
        Field("headlines", _("Headlines, one per line"), 30, (3, 15), forbids="!"),
        Field("descriptions", _("Descriptions, one per line"), 90, (2, 4)),
    ],
    Medium.META_ADS: [
        Field("primary", _("Primary text"), 125),
        Field("headline", _("Headline"), 40),
        Field("description", _("Description"), 30, is_needed=False),
    ],
    Medium.NEWSLETTER: [
        Field("subject", _("Subject"), 60),
        Field("preheader", _("Preheader"), 90),
        Field("body", _("Text"), 5000, is_long=True),
        Field("button", _("Words on the button"), 25),
    ],
    Medium.LANDING: [
        Field("title", _("Title"), 60),
        Field("meta_description", _("Meta description"), 155),
        Field("body", _("Text"), 8000, is_long=True),
        Field("button", _("Words on the button"), 25, is_needed=False),
    ],
    Medium.PRESS: [
        Field("title", _("Title"), 100),
        Field("lead", pgettext_lazy("press release", "Lead"), 300),
        Field("body", _("Text"), 6000, is_long=True),
        Field("contact", _("Contact for the press"), 300, is_needed=False),
    ],
    Medium.POST: [
        Field("text", _("Text"), 2200, is_long=True),
        Field("short", _("Short text"), 280),
    ],
}


@dataclass(frozen=True)
class Counted:
    """How long a text is: a field, or one line of it."""

    text: str
    count: int
    most: int

    @property
    def is_good(self):
        return self.count <= self.most


def of(medium: str) -> list[Field]:
    return FIELDS[medium]


def lines_of(text: str) -> list[str]:
    """The short texts of a field that holds several."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def counted(field: Field, text: str) -> list[Counted]:
    """Each text of a field with its length; an empty field has one of no length."""
    texts = lines_of(text) if field.lines else [text.strip()]
    return [Counted(one, len(one), field.most) for one in texts]


def missing(medium: str, words: dict[str, str]) -> dict[str, str]:
    """What keeps a text from being sent to approval: field → what to do."""
    found = {field.key: _lack(field, words.get(field.key, "")) for field in of(medium)}
    return {key: what for key, what in found.items() if what}


def _lack(field, text):
    if not text.strip():
        return gettext("Write it.") if field.is_needed else ""
    count = len(lines_of(text))
    if field.lines and not field.lines[0] <= count <= field.lines[1]:
        figures = {"least": field.lines[0], "most": field.lines[1], "count": count}
        return gettext("From %(least)s to %(most)s lines; it has %(count)s.") % figures
    long = [one for one in counted(field, text) if not one.is_good]
    if long:
        figures = {"over": max(one.count - one.most for one in long), "most": field.most}
        return gettext("%(over)s characters too long: %(most)s is the most.") % figures
    if any(letter in text for letter in field.forbids):
        return gettext("This medium refuses “%(letter)s”.") % {"letter": field.forbids}
    return ""
