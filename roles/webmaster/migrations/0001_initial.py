from decimal import Decimal

import django.contrib.postgres.fields
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
        ("contenttypes", "0002_remove_content_type_name"),
        ("team", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Defect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what is wrong")),
                (
                    "details",
                    models.TextField(
                        blank=True, verbose_name="what one sees, and how to see it again"
                    ),
                ),
                (
                    "journey",
                    models.CharField(
                        choices=[
                            ("home", "Home page"),
                            ("category", "Category pages"),
                            ("search", "Search"),
                            ("product", "Product pages"),
                            ("cart", "Cart"),
                            ("checkout", "Checkout and payment"),
                            ("account", "Customer account"),
                            ("mail", "Mails of the shop"),
                            ("other", "Elsewhere"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                ("page", models.CharField(blank=True, max_length=1000, verbose_name="page")),
                (
                    "touched_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="of all sessions it touches (%)",
                    ),
                ),
                (
                    "lost_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="of those, sales lost (%)",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("reported", "Reported"),
                            ("accepted", "Accepted"),
                            ("fixing", "Being fixed"),
                            ("fixed", "Fixed"),
                            ("verified", "Verified"),
                            ("declined", "Declined"),
                            ("duplicate", "Duplicate"),
                        ],
                        default="reported",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("reported_at", models.DateTimeField(verbose_name="reported at")),
                ("fixed_at", models.DateTimeField(blank=True, null=True, verbose_name="fixed at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "form_key",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        help_text="One sheet, one defect.",
                        null=True,
                        unique=True,
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
                                        models.F("title"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("page"), models.Value("")
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
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who fixes it",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: all of them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.channel",
                        verbose_name="channel",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="webmaster.defect",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "defect",
                "verbose_name_plural": "defects",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="defect_search"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ["reported", "accepted", "fixing", "fixed"])
                        ),
                        fields=["status"],
                        name="open_defects",
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="defects_by_subject"),
                    models.Index(fields=["-reported_at", "-id"], name="defects_by_age"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["verified", "declined", "duplicate"]), _negated=True
                            ),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="ended_defect_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["fixed", "verified"]), _negated=True),
                            ("fixed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="fixed_defect_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duplicate_of__isnull", False), ("status", "duplicate")),
                            models.Q(
                                models.Q(("status", "duplicate"), _negated=True),
                                ("duplicate_of", None),
                            ),
                            _connector="OR",
                        ),
                        name="duplicate_names_its_original",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duplicate_of", None),
                            models.Q(("duplicate_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="no_defect_duplicates_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("touched_percent", None),
                            ("touched_percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="defect_touches_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lost_percent", None),
                            ("lost_percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="defect_loses_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefectMove",
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
                        to="webmaster.defect",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("from_at", models.DateTimeField(verbose_name="from")),
                ("until_at", models.DateTimeField(verbose_name="until")),
                ("why", models.CharField(max_length=200, verbose_name="why")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "freeze",
                "verbose_name_plural": "freezes",
                "indexes": [models.Index(fields=["until_at", "from_at"], name="freezes_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=("subject_type", "subject_id"),
                        name="one_freeze_per_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("from_at"))),
                        name="freeze_ends_after_its_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="release")),
                ("what", models.TextField(blank=True, verbose_name="what changes")),
                (
                    "journeys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="touches",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("released", "Released"),
                            ("rolled_back", "Rolled back"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("planned_at", models.DateTimeField(verbose_name="planned for")),
                ("made_at", models.DateTimeField(verbose_name="written down at")),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "rolled_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rolled back at"),
                ),
                (
                    "form_key",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        help_text="One sheet, one release.",
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: all of them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.channel",
                        verbose_name="channel",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "permissions": [("waive_freeze", "Can let a release through a freeze")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "planned")),
                        fields=["planned_at"],
                        name="planned_releases",
                    ),
                    models.Index(fields=["-planned_at", "-id"], name="releases_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["released", "rolled_back"]), _negated=True),
                            ("released_at__isnull", False),
                            _connector="OR",
                        ),
                        name="released_release_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "rolled_back"), _negated=True),
                            ("rolled_back_at__isnull", False),
                            _connector="OR",
                        ),
                        name="rolled_back_release_has_a_date",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="defect",
            name="release",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="defects",
                to="webmaster.release",
                verbose_name="fixed by release",
            ),
        ),
        migrations.CreateModel(
            name="ReleaseMove",
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
                        to="webmaster.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SiteCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("address", models.CharField(max_length=1000, verbose_name="address")),
                (
                    "expects",
                    models.TextField(
                        blank=True,
                        help_text="One a line; each must stand in the page. Such as the code of a coupon.",
                        verbose_name="expected text",
                    ),
                ),
                (
                    "every_minutes",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="every (minutes)",
                    ),
                ),
                (
                    "first_byte_within_ms",
                    models.PositiveIntegerField(
                        blank=True,
                        default=1500,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5000),
                        ],
                        verbose_name="first byte within (ms)",
                    ),
                ),
                (
                    "at_most_kb",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="at most (kB)",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="on")),
                ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="What of its subject it watches, such as landing.",
                        max_length=40,
                    ),
                ),
                ("next_at", models.DateTimeField(verbose_name="next")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked at")),
                (
                    "passed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="passed at"),
                ),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, verbose_name="failures in a row"),
                ),
                (
                    "failing_since_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="failing since"),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bad_address", "This is no address of a page"),
                            ("not_ours", "The host is none of our channels’"),
                            ("not_public", "The host leads into a private network"),
                            ("unknown_host", "The host is not known"),
                            ("no_answer", "Nobody answers"),
                            ("certificate", "The certificate is not valid"),
                            ("too_late", "No whole answer within five seconds"),
                            ("redirects", "It is sent on too often"),
                            ("status", "The page answers with an error"),
                            ("text", "The expected text is missing"),
                            ("slow", "The first byte comes too late"),
                            ("big", "The page is too big"),
                        ],
                        max_length=20,
                        verbose_name="problem",
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="status"),
                ),
                (
                    "first_byte_ms",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="first byte (ms)"
                    ),
                ),
                (
                    "size_bytes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="size"),
                ),
                (
                    "certificate_until_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="certificate until"),
                ),
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
                                        models.F("address"), models.Value("")
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
                    "subject_type",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "site check",
                "verbose_name_plural": "site checks",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="check_search"
                    ),
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=["next_at"],
                        name="checks_to_ask",
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="checks_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=("subject_type", "subject_id", "key"),
                        name="one_check_per_subject_and_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_minutes__range", (1, 1440))),
                        name="check_comes_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failing_since_at", None), ("failures", 0)),
                            models.Q(("failing_since_at__isnull", False), ("failures__gt", 0)),
                            _connector="OR",
                        ),
                        name="failing_check_has_a_beginning",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bad_address", "This is no address of a page"),
                            ("not_ours", "The host is none of our channels’"),
                            ("not_public", "The host leads into a private network"),
                            ("unknown_host", "The host is not known"),
                            ("no_answer", "Nobody answers"),
                            ("certificate", "The certificate is not valid"),
                            ("too_late", "No whole answer within five seconds"),
                            ("redirects", "It is sent on too often"),
                            ("status", "The page answers with an error"),
                            ("text", "The expected text is missing"),
                            ("slow", "The first byte comes too late"),
                            ("big", "The page is too big"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("first_byte_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("size_bytes", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="webmaster.sitecheck",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["check_of", "-asked_at"], name="answers_by_check"),
                    models.Index(fields=["asked_at"], name="answers_by_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                ("asked", models.PositiveIntegerField(default=0)),
                ("passed", models.PositiveIntegerField(default=0)),
                (
                    "timed",
                    models.PositiveIntegerField(
                        default=0, help_text="Answers whose first byte came."
                    ),
                ),
                ("first_byte_sum_ms", models.BigIntegerField(default=0)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="webmaster.sitecheck",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["date"], name="check_days_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("check_of", "date"), name="one_day_per_check")
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField(verbose_name="why")),
                ("waived_at", models.DateTimeField()),
                (
                    "freeze",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="webmaster.freeze",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="webmaster.release",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver",
                "verbose_name_plural": "waivers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "freeze"), name="one_waiver_per_freeze"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="freeze_waiver_says_why",
                    ),
                ],
            },
        ),
    ]
