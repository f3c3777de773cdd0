from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roles.graphic_designer.models.proofs


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("team", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Brief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                (
                    "about",
                    models.CharField(
                        help_text="What the record was called when it was asked.",
                        max_length=300,
                        verbose_name="about",
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
                            ("press", "Press release"),
                            ("post", "Post"),
                            ("product", "Product"),
                        ],
                        max_length=20,
                        verbose_name="medium",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the same picture for every language.",
                        max_length=2,
                        verbose_name="language of the words on it",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="described in",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("in_work", "In work"),
                            ("submitted", "Sent to approval"),
                            ("changes", "Changes requested"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("wish", models.TextField(blank=True, verbose_name="what it should show")),
                ("copy", models.TextField(blank=True, verbose_name="words on the picture")),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved at"),
                ),
                (
                    "second_look_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Its maker alone may approve it, and no sooner.",
                        null=True,
                        verbose_name="second look from",
                    ),
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
                    "subject_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "brief",
                "verbose_name_plural": "briefs",
                "permissions": [
                    ("approve_brief", "Can approve pictures"),
                    ("approve_product_picture", "Can approve product pictures"),
                ],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="briefs_by_subject"),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ["asked", "in_work", "submitted", "changes"])
                        ),
                        fields=["status", "due_at"],
                        name="open_briefs_by_deadline",
                    ),
                    models.Index(
                        condition=models.Q(("status", "approved")),
                        fields=["approved_at"],
                        name="briefs_by_approval",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ["asked", "in_work", "submitted", "changes"])
                        ),
                        fields=("subject_type", "subject_id", "medium", "language"),
                        name="one_open_brief_per_medium",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="approved_brief_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AltText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("text", models.CharField(max_length=500, verbose_name="alternative text")),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alt_texts",
                        to="graphic_designer.brief",
                    ),
                ),
            ],
            options={
                "verbose_name": "alternative text",
                "verbose_name_plural": "alternative texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("brief", "language"), name="one_alt_text_per_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefMove",
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
                        to="graphic_designer.brief",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=30)),
                ("width", models.PositiveIntegerField(verbose_name="width")),
                ("height", models.PositiveIntegerField(verbose_name="height")),
                ("max_kb", models.PositiveIntegerField(verbose_name="weight at most (kB)")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        size=None,
                        verbose_name="kinds of file",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="graphic_designer.brief",
                    ),
                ),
            ],
            options={
                "verbose_name": "format",
                "verbose_name_plural": "formats",
                "constraints": [
                    models.UniqueConstraint(fields=("brief", "key"), name="one_piece_per_format"),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("max_kb__gt", 0), ("width__gt", 0)),
                        name="piece_has_a_size",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        upload_to=roles.graphic_designer.models.proofs.a_name_nobody_guesses,
                    ),
                ),
                (
                    "small",
                    models.FileField(
                        max_length=120,
                        upload_to=roles.graphic_designer.models.proofs.a_name_nobody_guesses,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("kind", models.CharField(max_length=5)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("weight", models.PositiveIntegerField(help_text="Bytes")),
                ("is_cut", models.BooleanField(default=False)),
                (
                    "focus_x",
                    models.DecimalField(decimal_places=2, default=Decimal("50"), max_digits=5),
                ),
                (
                    "focus_y",
                    models.DecimalField(decimal_places=2, default=Decimal("50"), max_digits=5),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "piece",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="graphic_designer.piece",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "indexes": [models.Index(fields=["file"], name="pictures_by_file")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_cut", False), ("piece__isnull", False), _connector="OR"
                        ),
                        name="a_cut_is_for_a_format",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "x",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                    ),
                ),
                (
                    "y",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("pinned_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to="graphic_designer.picture",
                    ),
                ),
                (
                    "pinned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("x__isnull", True), ("y__isnull", True)),
                            models.Q(
                                ("x__isnull", False),
                                ("x__range", (0, 100)),
                                ("y__isnull", False),
                                ("y__range", (0, 100)),
                            ),
                            _connector="OR",
                        ),
                        name="a_pin_is_on_the_picture",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "begun_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="graphic_designer.brief",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof",
                "verbose_name_plural": "proofs",
                "constraints": [
                    models.UniqueConstraint(fields=("brief", "number"), name="one_proof_per_number")
                ],
            },
        ),
        migrations.AddField(
            model_name="picture",
            name="proof",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pictures",
                to="graphic_designer.proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(
                fields=("proof", "piece"), name="one_picture_per_format", nulls_distinct=False
            ),
        ),
    ]
