import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import config.lib.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0003_pictures_of_our_own"),
        ("orders", "0003_an_order_names_its_coupon"),
        ("team", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "goal",
                    models.CharField(
                        blank=True, help_text="A KPI's key.", max_length=80, verbose_name="goal"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("planned", "Planned"),
                            ("in_preparation", "In preparation"),
                            ("ready", "Ready"),
                            ("live", "Live"),
                            ("paused", "Paused"),
                            ("ended", "Ended"),
                            ("settled", "Settled"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="idea",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="starts at"),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "uplift_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="How much more than usual will be sold. 50 means half as much again.",
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(-100),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="expected uplift (%)",
                    ),
                ),
                (
                    "landing_address",
                    models.URLField(blank=True, max_length=500, verbose_name="landing page"),
                ),
                (
                    "utm",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="UTM name"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                (
                    "went_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="went live at"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
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
                                        models.F("utm"), models.Value("")
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
                    "categories",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="catalog.category",
                        verbose_name="categories",
                    ),
                ),
                (
                    "channels",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="catalog.channel", verbose_name="channels"
                    ),
                ),
                (
                    "markets",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="catalog.market", verbose_name="markets"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "products",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="catalog.product", verbose_name="products"
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "permissions": [
                    ("go_live_campaign", "Can put a campaign live"),
                    ("approve_budget", "Can approve a campaign's budget"),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="campaign_search"
                    ),
                    models.Index(fields=["-starts_at", "-id"], name="campaigns_by_start"),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ["planned", "in_preparation", "ready", "live", "paused"])
                        ),
                        fields=["starts_at", "ends_at"],
                        name="campaigns_offered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at", None),
                            ("ends_at", None),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="campaign_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["idea", "cancelled"]),
                            models.Q(("ends_at__isnull", False), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="planned_campaign_has_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["live", "paused", "ended", "settled"]),
                                _negated=True,
                            ),
                            ("went_live_at__isnull", False),
                            _connector="OR",
                        ),
                        name="live_campaign_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["ended", "settled"]), _negated=True),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="ended_campaign_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdSpend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("google_ads", "Google Ads"),
                            ("meta_ads", "Meta Ads"),
                            ("newsletter", "Newsletter"),
                            ("landing", "Landing page"),
                            ("press", "Press"),
                            ("post", "Social post"),
                        ],
                        max_length=20,
                        verbose_name="medium",
                    ),
                ),
                ("source_key", models.CharField(blank=True, max_length=200)),
                (
                    "source_name",
                    models.CharField(blank=True, max_length=300, verbose_name="called there"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=8, default=1, max_digits=18, verbose_name="rate"
                    ),
                ),
                (
                    "clicks",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="clicks"),
                ),
                (
                    "impressions",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="impressions"),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.channel",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spend",
                        to="marketing.campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "ad spend",
                "verbose_name_plural": "ad spend",
                "indexes": [
                    models.Index(fields=["campaign", "day"], name="spend_by_campaign"),
                    models.Index(fields=["day"], name="spend_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("channel", "medium", "source_key", "day"),
                        name="one_imported_spend_per_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", "")),
                        fields=("campaign", "medium", "day"),
                        name="one_typed_spend_per_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("campaign__isnull", False), ("channel", None), ("source_key", "")
                            ),
                            models.Q(
                                models.Q(("source_key", ""), _negated=True),
                                ("channel__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="spend_has_an_origin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="spend_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0)), name="spend_rate_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignMedium",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("google_ads", "Google Ads"),
                            ("meta_ads", "Meta Ads"),
                            ("newsletter", "Newsletter"),
                            ("landing", "Landing page"),
                            ("press", "Press"),
                            ("post", "Social post"),
                        ],
                        max_length=20,
                        verbose_name="medium",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="budget"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="asked for at"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved at"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="media",
                        to="marketing.campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "medium of a campaign",
                "verbose_name_plural": "media of a campaign",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "medium"), name="one_budget_per_medium"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget__gte", 0)), name="budget_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("came_from", models.CharField(max_length=20)),
                ("became", models.CharField(max_length=20)),
                ("moved_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "moved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="marketing.campaign",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9_-]{2,39}$",
                                "3 to 40 capital letters, digits, “-” and “_”.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("percent", "Percent off"),
                            ("amount", "Amount off"),
                            ("free_shipping", "Free shipping"),
                        ],
                        default="percent",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Percent, or an amount in the shop's currency. Free shipping has none.",
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="value",
                    ),
                ),
                (
                    "rounding",
                    models.CharField(
                        choices=[("line", "On each line"), ("order", "Once, on the order")],
                        default="line",
                        help_text="As the shop front does it; half a cent goes up.",
                        max_length=10,
                        verbose_name="cents are rounded",
                    ),
                ),
                ("valid_from", models.DateTimeField(verbose_name="valid from")),
                ("valid_until", models.DateTimeField(verbose_name="valid until")),
                (
                    "max_uses",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="uses in all"),
                ),
                (
                    "per_customer",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="uses per customer"
                    ),
                ),
                (
                    "max_discount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="most per order",
                    ),
                ),
                (
                    "money_cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="most in all",
                    ),
                ),
                (
                    "min_order",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="goods worth at least",
                    ),
                ),
                (
                    "stacks",
                    models.BooleanField(default=False, verbose_name="goes with other coupons"),
                ),
                (
                    "on_everything",
                    models.BooleanField(
                        default=False,
                        help_text="If not, only on the campaign's products and categories.",
                        verbose_name="on everything",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coupons",
                        to="marketing.campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "coupon",
                "verbose_name_plural": "coupons",
                "permissions": [("prove_coupon", "Can prove a coupon")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                        name="coupon_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "free_shipping"), ("value__gt", 0), _connector="OR"
                        ),
                        name="coupon_is_worth_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "percent"), _negated=True),
                            ("value__lte", 100),
                            _connector="OR",
                        ),
                        name="coupon_gives_at_most_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("max_discount", None), ("max_discount__gt", 0), _connector="OR"
                            ),
                            models.Q(("money_cap", None), ("money_cap__gt", 0), _connector="OR"),
                            models.Q(("min_order", None), ("min_order__gte", 0), _connector="OR"),
                        ),
                        name="coupon_limits_are_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("case", models.CharField(max_length=40)),
                ("basket", models.CharField(max_length=200)),
                ("expected", models.DecimalField(decimal_places=2, max_digits=12)),
                ("got", models.DecimalField(decimal_places=2, max_digits=12)),
                ("is_right", models.BooleanField()),
                ("proven_at", models.DateTimeField()),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="marketing.coupon",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "coupon proof",
                "verbose_name_plural": "coupon proofs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_right", models.Q(("expected", models.F("got"))))),
                        name="proof_compares_what_it_says",
                    )
                ],
            },
        ),
    ]
