import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                ("visitor_ref", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="source")),
                ("medium", models.CharField(blank=True, max_length=100, verbose_name="medium")),
                ("campaign", models.CharField(blank=True, max_length=150, verbose_name="campaign")),
                ("content", models.CharField(blank=True, max_length=150, verbose_name="content")),
                ("device", models.CharField(blank=True, max_length=50, verbose_name="device")),
                (
                    "landing_page",
                    models.CharField(blank=True, max_length=1000, verbose_name="landing page"),
                ),
                (
                    "referrer",
                    models.CharField(blank=True, max_length=1000, verbose_name="referrer"),
                ),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="country")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "indexes": [
                    models.Index(
                        fields=["channel", "started_at"], name="visits_by_channel_and_age"
                    ),
                    models.Index(fields=["started_at"], name="visits_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "external_id"), name="visit_once_per_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PageView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                ("viewed_at", models.DateTimeField(verbose_name="viewed at")),
                ("address", models.CharField(max_length=1000, verbose_name="page")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page_views",
                        to="traffic.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "page view",
                "verbose_name_plural": "page views",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "external_id"), name="page_view_once_per_visit"
                    )
                ],
            },
        ),
    ]
