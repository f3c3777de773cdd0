"""What changes in what we sell. One function per verb; each is one transaction."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalog import events
from catalog.models import Product, ProductText


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
