"""Products: what they are, what they weigh, how they are told and pictured, what they cost."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from stdnum import ean

from catalog.querysets import ProductQuerySet
from config.lib.search import searchable


def valid_gtin(number):
    if not ean.is_valid(number):
        raise ValidationError(
            _("“%(number)s” is no GTIN: its check digit is wrong."), params={"number": number}
        )


class Category(models.Model):
    """A shelf of the shop. `path` is its whole name from the top: "Home > Lamps"."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("name"), max_length=200)
    path = models.CharField(_("path"), max_length=500, unique=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self):
        return self.path


class Product(models.Model):
    """One thing we sell, in one or several variants."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        ARCHIVED = "archived", _("Archived")

    name = models.CharField(_("name"), max_length=300)
    brand = models.CharField(_("brand"), max_length=100, blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("category"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(_("created at"))

    search = searchable("name", "brand")

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            GinIndex(fields=["search"], name="product_search"),
            models.Index(fields=["name", "id"], name="products_by_name"),
            models.Index(fields=["-created_at", "-id"], name="products_by_age"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("catalog:product", args=[self.pk])


class Variant(models.Model):
    """What is picked from the shelf: one size and colour of a product, with its own SKU."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    sku = models.CharField(_("SKU"), max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True, validators=[valid_gtin])
    weight_g = models.PositiveIntegerField(_("weight (g)"), null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("length (mm)"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width (mm)"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("height (mm)"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("In the shop's currency, without VAT. Empty: not known, which is not zero."),
    )

    search = searchable("sku", "gtin", "name")

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(
                fields=["sku"], condition=~Q(sku=""), name="one_variant_per_sku"
            ),
            models.CheckConstraint(condition=Q(cost__gte=0), name="cost_is_not_negative"),
        ]
        indexes = [GinIndex(fields=["search"], name="variant_search")]

    def __str__(self):
        return self.sku or f"{self.product_id}/{self.pk}"


class OnChannel(models.Model):
    """What a platform calls one of our rows."""

    channel = models.ForeignKey("catalog.Channel", models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.external_id} ({self.channel})"


class ProductOnChannel(OnChannel):
    product = models.ForeignKey(Product, models.CASCADE, related_name="on_channels")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="product_id_once_per_channel"
            )
        ]


class VariantOnChannel(OnChannel):
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="on_channels")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="variant_id_once_per_channel"
            )
        ]


class ProductText(models.Model):
    """How a product is told in one language: the sheet the buyer reads."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2)
    title = models.CharField(_("title"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    meta_description = models.CharField(_("meta description"), max_length=500, blank=True)
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("product text")
        verbose_name_plural = _("product texts")
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="one_text_per_language"),
            models.CheckConstraint(condition=~Q(body=""), name="a_text_says_something"),
        ]

    def __str__(self):
        return f"{self.product} ({self.language})"


class ProductImage(models.Model):
    """A picture of a product: a file of ours, or its address on the platform."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="images")
    address = models.CharField(_("address"), max_length=1000)
    file = models.FileField(_("file"), max_length=120, blank=True, db_default="", editable=False)
    alt_text = models.CharField(_("alternative text"), max_length=500, blank=True)
    alt_texts = models.JSONField(
        _("alternative texts"),
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        blank=True,
        help_text=_("By language. The shop's own language stands alone above."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    added_at = models.DateTimeField(_("added at"), null=True, blank=True)

    class Meta:
        verbose_name = _("product image")
        verbose_name_plural = _("product images")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "address"], name="a_picture_once_per_product"
            )
        ]

    def __str__(self):
        return self.address


class PriceList(models.Model):
    """A set of prices in one currency, offered on one channel."""

    channel = models.OneToOneField("catalog.Channel", models.PROTECT, related_name="price_list")
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")

    def __str__(self):
        return f"{self.channel} ({self.currency})"


class Price(models.Model):
    """What a variant costs the buyer on a price list, from a moment on."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="prices")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=4)
    regular_amount = models.DecimalField(
        _("regular amount"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    valid_from = models.DateTimeField(_("valid from"))

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "variant", "valid_from"], name="one_price_at_a_time"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_is_not_negative"),
        ]

    def __str__(self):
        return f"{self.variant}: {self.amount}"
