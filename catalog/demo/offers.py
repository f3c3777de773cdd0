"""What each channel of the demo shop offers: prices, the platforms' own numbers, pictures."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

from catalog.models import (
    Channel,
    Price,
    PriceList,
    ProductImage,
    ProductOnChannel,
    VariantOnChannel,
)
from config.lib.seeds import copy_in

OFFERED = {  # share of the products on a channel, and what its prices are of ours
    "casalavanda-it": (1.0, 1.0),
    "casalavanda-es": (0.8, 1.05),
    "amazon-it": (0.55, 1.08),
    "confronta": (0.6, 1.0),
}
PICTURE = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 120'>"
    "<rect width='120' height='120' fill='hsl({hue} 32% 92%)'/>"
    "<circle cx='{x}' cy='{y}' r='{r}' fill='hsl({hue} 30% 62%)'/>"
    "<path d='M{a} 96h{w}l-9-{h}h-{top}z' fill='hsl({hue} 28% 42%)'/></svg>"
)


def offer(goods, opened, now, rolls) -> None:
    """Put the goods on the channels, with prices and pictures."""
    for channel in Channel.objects.order_by("pk"):
        share, factor = OFFERED[channel.code]
        offered = [thing for thing in goods if rolls.random() < share and thing.status != "draft"]
        _number(channel, offered)
        _price(channel, offered, factor, opened, now, rolls)
    _picture(goods, rolls)


def _number(channel, offered):
    copy_in(
        ProductOnChannel,
        ["channel_id", "external_id", "product_id"],
        ((channel.pk, f"{7_100_000 + thing.id * 37}", thing.id) for thing in offered),
    )
    copy_in(
        VariantOnChannel,
        ["channel_id", "external_id", "variant_id"],
        (
            (channel.pk, f"{42_000_000 + option.id * 53}", option.id)
            for thing in offered
            for option in thing.variants
        ),
    )


def _price(channel, offered, factor, opened, now, rolls):
    """A price from the first day; for one in eight a lower one these weeks."""
    price_list = PriceList.objects.create(channel=channel, currency=channel.currency)
    rows = []
    for thing in offered:
        is_reduced = rolls.random() < 0.12
        for option in thing.variants:
            amount = on_channel(option.cents, factor)
            rows.append((price_list.pk, option.id, amount, None, max(opened, thing.born)))
            if is_reduced and thing.born < now - timedelta(days=30):
                lower = (amount * Decimal("0.85")).quantize(Decimal("0.01"))
                rows.append((price_list.pk, option.id, lower, amount, now - timedelta(days=9)))
    copy_in(Price, ["price_list_id", "variant_id", "amount", "regular_amount", "valid_from"], rows)


def on_channel(cents: int, factor: float) -> Decimal:
    """A price of ours as a channel asks it, ending in 90 cents."""
    return Decimal(int(cents * factor / 100) * 100 + 90).scaleb(-2)


def _picture(goods, rolls):
    """One to three pictures for most products; one in twelve waits for the photographer."""
    rows = []
    for thing in goods:
        for place in range(rolls.choices([0, 1, 2, 3], [1, 4, 5, 2])[0]):
            alt = f"{thing.name}, vista {place + 1}" if rolls.random() < 0.8 else ""
            rows.append((thing.id, _drawing(rolls), alt, place + 1))
    copy_in(ProductImage, ["product_id", "address", "alt_text", "position"], rows)


def _drawing(rolls) -> str:
    width = rolls.randint(40, 70)
    drawing = PICTURE.format(
        hue=rolls.choice([28, 95, 140, 215, 265, 345]),
        x=rolls.randint(50, 70),
        y=rolls.randint(34, 52),
        r=rolls.randint(16, 30),
        a=60 - width // 2,
        w=width,
        h=rolls.randint(30, 48),
        top=width - 18,
    )
    return "data:image/svg+xml," + quote(drawing, safe=":=/'()")
