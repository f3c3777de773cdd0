"""What a source of rows is: a channel of the shop."""

from catalog.models import Channel, Shop
from config.intake.kinds import Source, house


def _source(channel: Channel) -> Source:
    shop = Shop.current()
    return Source(
        id=channel.pk,
        name=channel.name,
        currency=channel.currency,
        time_zone=channel.time_zone,
        home_currency=shop.currency,
        language=shop.language,
    )


def _get(pk: int) -> Source:
    return _source(Channel.objects.get(pk=pk))


def _find(code: str) -> Source | None:
    channel = Channel.objects.filter(code=code).first()
    return channel and _source(channel)


def _make(*, code: str, currency: str, time_zone: str) -> Source:
    """A channel of this name; the first one of a new shop also gives it its money and its clock."""
    if not Shop.objects.exists():
        Shop.objects.create(pk=Shop.ONLY, country="", currency=currency, time_zone=time_zone)
    name = code.replace("-", " ").replace("_", " ").capitalize()
    channel = Channel(code=code, name=name, currency=currency, time_zone=time_zone)
    channel.full_clean()
    channel.save(force_insert=True)
    return _source(channel)


def _choices() -> list[tuple[int, str]]:
    return list(Channel.objects.active().order_by("name", "pk").values_list("pk", "name"))


def _family(pk: int | None) -> str:
    """Profiles bear the name of the platform whose files they read."""
    return Channel.objects.filter(pk=pk).values_list("platform", flat=True).first() or ""


house.sources.get = _get
house.sources.find = _find
house.sources.make = _make
house.sources.choices = _choices
house.sources.family = _family
