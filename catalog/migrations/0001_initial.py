import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

import catalog.models.products
import catalog.models.shop
import config.lib.search


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own_shop", "Own shop"),
                            ("marketplace", "Marketplace"),
                            ("comparison", "Comparison engine"),
                            ("social", "Social"),
                        ],
                        default="own_shop",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("shopify", "Shopify"),
                            ("woocommerce", "WooCommerce"),
                            ("prestashop", "PrestaShop"),
                            ("amazon", "Amazon"),
                            ("ebay", "eBay"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="platform",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64,
                        validators=[catalog.models.shop.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "handling_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Working days from payment to the courier: the promise to the buyer.",
                        verbose_name="handling days",
                    ),
                ),
                (
                    "news_due_hours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Beyond this without an import its figures are shown as late. Empty: no check.",
                        null=True,
                        verbose_name="news due every (hours)",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
            },
        ),
        migrations.CreateModel(
            name="Market",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2, unique=True, verbose_name="country")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                (
                    "vat_percent",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="VAT %",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "market",
                "verbose_name_plural": "markets",
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("path", models.CharField(max_length=500, unique=True, verbose_name="path")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=8,
                        max_digits=18,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="rate",
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange rate",
                "verbose_name_plural": "exchange rates",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("currency", "valid_from"), name="one_rate_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0)), name="rate_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_list",
                        to="catalog.channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "price list",
                "verbose_name_plural": "price lists",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("brand", models.CharField(blank=True, max_length=100, verbose_name="brand")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "Active"),
                            ("archived", "Archived"),
                        ],
                        default="active",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=config.lib.search._Vector(
                            config.lib.search._Words(
                                django.db.models.functions.text.Concat(
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("name"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("brand"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    output_field=models.TextField(),
                                )
                            )
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="catalog.category",
                        verbose_name="category",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="product_search"
                    ),
                    models.Index(fields=["name", "id"], name="products_by_name"),
                    models.Index(fields=["-created_at", "-id"], name="products_by_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=1000, verbose_name="address")),
                (
                    "alt_text",
                    models.CharField(blank=True, max_length=500, verbose_name="alternative text"),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "product image",
                "verbose_name_plural": "product images",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "address"), name="a_picture_once_per_product"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductOnChannel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.channel",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="on_channels",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "external_id"), name="product_id_once_per_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "meta_description",
                    models.CharField(blank=True, max_length=500, verbose_name="meta description"),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "product text",
                "verbose_name_plural": "product texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "language"), name="one_text_per_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True),
                        name="a_text_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(default="Regia", max_length=100, verbose_name="name")),
                ("country", models.CharField(default="IT", max_length=2, verbose_name="country")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("it", "Italiano"), ("es", "Español")],
                        default="it",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="currency"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Rome",
                        max_length=64,
                        validators=[catalog.models.shop.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "working_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=catalog.models.shop.monday_to_friday,
                        help_text="0 is Monday, 6 is Sunday.",
                        size=None,
                        validators=[catalog.models.shop.known_weekdays],
                        verbose_name="working days",
                    ),
                ),
                (
                    "opens_at",
                    models.TimeField(default=datetime.time(9, 0), verbose_name="opens at"),
                ),
                (
                    "closes_at",
                    models.TimeField(default=datetime.time(18, 0), verbose_name="closes at"),
                ),
                (
                    "closures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        blank=True,
                        default=list,
                        help_text="Days off besides the public holidays of the country.",
                        size=None,
                        verbose_name="closures",
                    ),
                ),
                (
                    "night_at",
                    models.TimeField(
                        default=datetime.time(2, 0),
                        help_text="When the figures are computed, shop time.",
                        verbose_name="night at",
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "shop",
                "verbose_name_plural": "shop",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_shop"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="shop_closes_after_opening",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(blank=True, max_length=100, verbose_name="SKU")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                (
                    "gtin",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[catalog.models.products.valid_gtin],
                        verbose_name="GTIN",
                    ),
                ),
                (
                    "weight_g",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="weight (g)"),
                ),
                (
                    "length_mm",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="length (mm)"),
                ),
                (
                    "width_mm",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="width (mm)"),
                ),
                (
                    "height_mm",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="height (mm)"),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="In the shop's currency, without VAT. Empty: not known, which is not zero.",
                        max_digits=12,
                        null=True,
                        verbose_name="cost",
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=config.lib.search._Vector(
                            config.lib.search._Words(
                                django.db.models.functions.text.Concat(
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("sku"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("gtin"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("name"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    output_field=models.TextField(),
                                )
                            )
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "variant",
                "verbose_name_plural": "variants",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="variant_search"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sku", ""), _negated=True),
                        fields=("sku",),
                        name="one_variant_per_sku",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__gte", 0)), name="cost_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="amount"),
                ),
                (
                    "regular_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=12,
                        null=True,
                        verbose_name="regular amount",
                    ),
                ),
                ("valid_from", models.DateTimeField(verbose_name="valid from")),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="catalog.pricelist",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="catalog.variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "price",
                "verbose_name_plural": "prices",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("price_list", "variant", "valid_from"), name="one_price_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="price_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VariantOnChannel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.channel",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="on_channels",
                        to="catalog.variant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "external_id"), name="variant_id_once_per_channel"
                    )
                ],
            },
        ),
    ]
