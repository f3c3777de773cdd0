"""What we sell, where, and in which words."""

from catalog.models.products import (
    Category,
    Price,
    PriceList,
    Product,
    ProductImage,
    ProductOnChannel,
    ProductText,
    Variant,
    VariantOnChannel,
)
from catalog.models.shop import Channel, ExchangeRate, Market, Shop

__all__ = [
    "Category",
    "Channel",
    "ExchangeRate",
    "Market",
    "Price",
    "PriceList",
    "Product",
    "ProductImage",
    "ProductOnChannel",
    "ProductText",
    "Shop",
    "Variant",
    "VariantOnChannel",
]
