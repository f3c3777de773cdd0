"""The demo shop “Casa Lavanda”: where it sells, 400 things for home and garden, and their words."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.demo.departments import DEPARTMENTS
from catalog.demo.goods import make_goods
from catalog.demo.offers import offer
from catalog.demo.words import tell
from catalog.models import Category, Channel, Market, Product, Shop
from config.lib.refusals import Refusal
from config.lib.seeds import dice

DAYS = 548  # a year and a half
HEAD_START = timedelta(days=30)  # the shelves were full before the first order
CHANNELS = [
    # code, name, kind, platform, country, handling days
    ("casalavanda-it", "Casa Lavanda Italia", "own_shop", "shopify", "IT", 1),
    ("casalavanda-es", "Casa Lavanda España", "own_shop", "shopify", "ES", 2),
    ("amazon-it", "Amazon.it", "marketplace", "amazon", "IT", 1),
    ("confronta", "Confronta Casa", "comparison", "other", "IT", 1),
]


def is_filled() -> bool:
    return Shop.objects.filter(is_demo=True).exists()


def refuse_a_real_shop() -> None:
    if Product.objects.exists() or Channel.objects.exists():
        raise Refusal(_("This shop has products or channels: a demo fills only an empty one."))


def fill(now: datetime, seed: int, scale: float) -> None:
    """The shop, its channels and markets, and what stands on the shelves."""
    rolls, opened = dice(seed, "catalog"), now - timedelta(days=DAYS) - HEAD_START
    _open_the_shop()
    goods = make_goods(_build_shelves(), opened, now, rolls)
    tell(goods, now, rolls)
    offer(goods, opened, now, rolls)


def _open_the_shop():
    fields = {"name": "Casa Lavanda", "country": "IT", "language": "it", "currency": "EUR"}
    fields |= {"time_zone": "Europe/Rome", "is_demo": True}
    Shop.objects.update_or_create(pk=Shop.ONLY, defaults=fields)
    for code, name, kind, platform, country, handling_days in CHANNELS:
        Channel.objects.create(
            code=code,
            name=name,
            kind=kind,
            platform=platform,
            currency="EUR",
            country=country,
            time_zone="Europe/Madrid" if country == "ES" else "Europe/Rome",
            handling_days=handling_days,
        )
    Market.objects.create(country="IT", name="Italia", language="it", vat_percent=Decimal("22"))
    Market.objects.create(country="ES", name="España", language="es", vat_percent=Decimal("21"))


def _build_shelves() -> dict[str, Category]:
    """Departments and their categories, by path."""
    shelves = {}
    for department in DEPARTMENTS:
        top = Category.objects.create(name=department.name, path=department.name)
        for name in dict.fromkeys(kind.category for kind in department.kinds):
            path = f"{department.name} > {name}"
            shelves[path] = Category.objects.create(parent=top, name=name, path=path)
    return shelves
