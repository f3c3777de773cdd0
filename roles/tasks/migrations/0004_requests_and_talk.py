import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("tasks", "0003_plan_dates"),
        ("team", "0001_initial"),
        ("team", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("details", models.TextField(blank=True, verbose_name="details")),
                (
                    "accepted_when",
                    models.TextField(
                        help_text="By what one will see that it is what was needed.",
                        verbose_name="accepted when",
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("delivered", "Delivered"),
                            ("confirmed", "Confirmed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="by when")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "answer_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        help_text="Working hours from the question to the first yes or no.",
                        max_digits=8,
                        null=True,
                    ),
                ),
                (
                    "delivered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="delivered at"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "form_key",
                    models.UUIDField(
                        editable=False, help_text="One sheet, one request.", unique=True
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["asked", "accepted"])),
                        fields=["due_at"],
                        name="requests_with_them",
                    ),
                    models.Index(fields=["answered_at"], name="requests_by_answer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["confirmed", "withdrawn"]), _negated=True),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="ended_request_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["delivered", "confirmed"]), _negated=True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivered_request_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestMove",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="tasks_in_hand",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="tasks_nobody_has",
        ),
        migrations.AddField(
            model_name="comment",
            name="subject_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="subject_type",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="task",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="tasks.task",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("task", None)),
                fields=["subject_type", "subject_id", "said_at"],
                name="talk_by_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("assignee"),
                models.F("priority"),
                django.db.models.functions.comparison.Coalesce("start_by", "due_at"),
                models.F("id"),
                condition=models.Q(("at_risk", None), ("status__in", ["open", "taken"])),
                include=("start_by", "due_at", "need"),
                name="tasks_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("assignee"),
                models.F("priority"),
                django.db.models.functions.comparison.Coalesce("start_by", "due_at"),
                models.F("id"),
                condition=models.Q(("at_risk__isnull", False), ("status__in", ["open", "taken"])),
                include=("start_by", "due_at", "need"),
                name="dear_tasks_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("role"),
                models.F("priority"),
                django.db.models.functions.comparison.Coalesce("start_by", "due_at"),
                models.F("id"),
                condition=models.Q(
                    ("assignee__isnull", True), ("at_risk", None), ("status", "open")
                ),
                include=("start_by", "due_at", "need"),
                name="tasks_nobody_has",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("role"),
                models.F("priority"),
                django.db.models.functions.comparison.Coalesce("start_by", "due_at"),
                models.F("id"),
                condition=models.Q(
                    ("assignee__isnull", True), ("at_risk__isnull", False), ("status", "open")
                ),
                include=("start_by", "due_at", "need"),
                name="dear_tasks_nobody_has",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject_id", None), ("subject_type", None), ("task__isnull", False)),
                    models.Q(
                        ("subject_id__isnull", False),
                        ("subject_type__isnull", False),
                        ("task", None),
                    ),
                    _connector="OR",
                ),
                name="comment_is_about_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="from_role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="team.role",
                verbose_name="asked as",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="subject_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="to_person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="to_role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="team.role",
                verbose_name="role",
            ),
        ),
        migrations.AddField(
            model_name="requestmove",
            name="moved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="requestmove",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="moves",
                to="tasks.request",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["subject_type", "subject_id"], name="requests_by_subject"),
        ),
    ]
