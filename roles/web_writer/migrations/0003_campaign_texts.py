import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("team", "__first__"),
        ("web_writer", "0002_second_look"),
    ]

    operations = [
        migrations.CreateModel(
            name="Copy",
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
                        ],
                        max_length=20,
                        verbose_name="medium",
                    ),
                ),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("variant", models.CharField(default="A", max_length=1, verbose_name="variant")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("to_write", "To write"),
                            ("submitted", "Sent to approval"),
                            ("changes", "Changes requested"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="to_write",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("words", models.JSONField(default=dict, help_text="By field of the medium.")),
                ("brief", models.TextField(blank=True, verbose_name="brief")),
                ("version", models.PositiveIntegerField(default=1)),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="saved at")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved at"),
                ),
                (
                    "second_look_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="second look from"
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
                    "saved_by",
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
                (
                    "writers",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign text",
                "verbose_name_plural": "campaign texts",
                "permissions": [("approve_copy", "Can approve a campaign text")],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="copies_by_subject"),
                    models.Index(
                        condition=models.Q(("status__in", ["to_write", "submitted", "changes"])),
                        fields=["status", "due_at"],
                        name="open_copies_by_deadline",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "withdrawn"), _negated=True),
                        fields=("subject_type", "subject_id", "medium", "language", "variant"),
                        name="one_copy_per_variant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="approved_copy_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("variant__in", ["A", "B", "C", "D"])),
                        name="copy_has_a_known_variant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CopyMove",
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
                        to="web_writer.copy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
