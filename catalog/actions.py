"""What changes in what we sell. One function per verb; each is one transaction."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.crypto import get_random_string

from catalog import events
from catalog.models import Product, ProductImage, ProductText, Shop


@transaction.atomic
def set_copy(
    product: Product,
    *,
    language: str,
    title: str,
    body: str,
    meta_description: str,
    by: AbstractBaseUser | None,
    at: datetime,
) -> ProductText:
    """The product is told like this in one language, from now on."""
    words = {"title": title, "body": body, "meta_description": meta_description}
    text, _is_new = ProductText.objects.update_or_create(
        product=product, language=language, defaults={**words, "written_at": at}
    )
    transaction.on_commit(lambda: events.products_changed.send_robust(sender=None))
    return text


@transaction.atomic
def add_image(
    product: Product,
    *,
    file: File,
    ending: str,
    alt_texts: dict[str, str],
    by: AbstractBaseUser | None,
    at: datetime,
) -> ProductImage:
    """The product can be seen like this, too, after the pictures it has."""
    name = f"{get_random_string(32).lower()}{ending}"
    last = product.images.aggregate(last=Max("position"))["last"] or 0
    image = ProductImage(
        product=product,
        address=reverse("catalog:picture", args=[product.pk, name]),
        alt_text=alt_texts.get(Shop.current().language) or next(iter(alt_texts.values()), ""),
        alt_texts=alt_texts,
        position=last + 1,
        added_at=at,
    )
    image.file.save(f"product-images/{name[:2]}/{name}", file, save=False)
    image.save(force_insert=True)
    transaction.on_commit(lambda: events.products_changed.send_robust(sender=None))
    return image
