"""What each medium wants: pixels, weight, kinds of file. A brief keeps what stood here that day."""

from dataclasses import dataclass
from math import gcd

from django.utils.translation import gettext_lazy as _

from catalog.media import Medium

PRODUCT = "product"
ANY = ("jpeg", "png", "webp")
ADS = ("jpeg", "png")  # what the ad platforms take
PHOTO = ("jpeg",)


@dataclass(frozen=True)
class Format:
    """One picture of a medium. `is_usual`: asked for unless somebody says otherwise."""

    key: str
    title: str
    width: int
    height: int
    max_kb: int
    kinds: tuple[str, ...] = ANY
    is_usual: bool = True

    @property
    def ratio(self):
        return ratio(self.width, self.height)


FORMATS = {
    Medium.GOOGLE_ADS: [
        Format("landscape", _("Landscape"), 1200, 628, 5120, ADS),
        Format("square", _("Square"), 1200, 1200, 5120, ADS),
        Format("portrait", _("Portrait"), 960, 1200, 5120, ADS),
        Format("rectangle", _("Banner, rectangle"), 300, 250, 150, ADS, is_usual=False),
        Format("leaderboard", _("Banner, wide"), 728, 90, 150, ADS, is_usual=False),
        Format("skyscraper", _("Banner, tall"), 160, 600, 150, ADS, is_usual=False),
    ],
    Medium.META_ADS: [
        Format("square", _("Square"), 1080, 1080, 8192, ADS),
        Format("portrait", _("Portrait"), 1080, 1350, 8192, ADS),
        Format("story", _("Story"), 1080, 1920, 8192, ADS),
        Format("link", _("Link preview"), 1200, 628, 8192, ADS, is_usual=False),
    ],
    Medium.NEWSLETTER: [
        Format("head", _("Head"), 1200, 600, 200, ADS),
        Format("column", _("Column"), 560, 560, 100, ADS, is_usual=False),
    ],
    Medium.LANDING: [
        Format("stage", _("Stage, wide screen"), 1920, 800, 400),
        Format("phone", _("Stage, phone"), 1080, 1350, 300),
        Format("preview", _("Link preview"), 1200, 630, 600, ADS),
    ],
    Medium.PRESS: [
        Format("photo", _("Press photo"), 3000, 2000, 8192, PHOTO),
        Format("web", _("For the web"), 1200, 800, 500, PHOTO),
    ],
    Medium.POST: [
        Format("square", _("Square"), 1080, 1080, 4096, ADS),
        Format("portrait", _("Portrait"), 1080, 1350, 4096, ADS),
        Format("wide", _("Wide"), 1200, 675, 4096, ADS, is_usual=False),
    ],
    PRODUCT: [Format("main", _("Product picture"), 2000, 2000, 1024)],
}
MEDIA = [
    *((medium.value, medium.label) for medium in Medium if medium in FORMATS),
    (PRODUCT, _("Product")),
]
# Shown with an alternative text.
DESCRIBED = {Medium.NEWSLETTER, Medium.LANDING, Medium.PRESS, Medium.POST, PRODUCT}


def of(medium: str, keys=()) -> list[Format]:
    """The formats of a medium: those named, or the usual ones."""
    return [one for one in FORMATS[medium] if (one.key in keys if keys else one.is_usual)]


def title_of(medium: str, key: str) -> str:
    """What a format is called today; a format we gave up keeps its key."""
    return next((str(one.title) for one in FORMATS.get(medium, ()) if one.key == key), key)


def ratio(width: int, height: int) -> str:
    """A shape in words: 16:9, or 1.91:1 where no small numbers say it."""
    common = gcd(width, height)
    wide, high = width // common, height // common
    if max(wide, high) <= 20:
        return f"{wide}:{high}"
    return f"{width / height:.2f}:1" if width >= height else f"1:{height / width:.2f}"
