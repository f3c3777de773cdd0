import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("team", "0001_initial"),
        ("team", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Playbook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="what it is for")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        help_text="The kind of record a run works on. Empty: any.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="about",
                    ),
                ),
            ],
            options={
                "verbose_name": "playbook",
                "verbose_name_plural": "playbooks",
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("note", models.TextField(blank=True, verbose_name="what is new")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "playbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="playbooks.playbook",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("playbook", "number"), name="one_edition_per_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("playbook",),
                        name="one_edition_in_the_making",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("ended", "Ended"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="running",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("ends_at", models.DateTimeField(verbose_name="must be ready by")),
                (
                    "goal",
                    models.CharField(
                        blank=True, help_text="A KPI's key.", max_length=80, verbose_name="goal"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "looked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="looked at"
                    ),
                ),
                ("planned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "planned_end_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="expected"
                    ),
                ),
                (
                    "promise_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="promised"
                    ),
                ),
                (
                    "slack_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        max_digits=8,
                        null=True,
                        verbose_name="slack",
                    ),
                ),
                (
                    "chance",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        editable=False,
                        max_digits=4,
                        null=True,
                        verbose_name="chance",
                    ),
                ),
                (
                    "at_risk",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        max_digits=12,
                        null=True,
                        verbose_name="money a day",
                    ),
                ),
                (
                    "plan_key",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="What the plan was made of.",
                        max_length=32,
                    ),
                ),
                (
                    "chance_key",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The plan the chance is of.",
                        max_length=32,
                    ),
                ),
                ("gate_yes", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("gate_all", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="playbooks.edition",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "playbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="playbooks.playbook",
                    ),
                ),
                (
                    "started_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "permissions": [("lead_run", "Can start, waive and move steps")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "running")),
                        fields=["ends_at"],
                        name="live_runs_by_end",
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="runs_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "running")),
                        fields=("playbook", "subject_type", "subject_id"),
                        name="one_live_run_per_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "running"), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="ended_run_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunMove",
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
                        to="playbooks.run",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RunStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part_of",
                    models.CharField(
                        blank=True,
                        help_text="What the run is about, as it was called.",
                        max_length=200,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("ready", "Ready"),
                            ("doing", "Doing"),
                            ("done", "Done"),
                            ("waived", "Waived"),
                            ("skipped", "Skipped"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Done, waived or skipped: since when nothing waits.",
                        null=True,
                    ),
                ),
                (
                    "worked_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Working hours from ready to done, on the calendar of who did it.",
                        max_digits=8,
                        null=True,
                    ),
                ),
                (
                    "checked",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="The lines of the checklist that are ticked.",
                    ),
                ),
                (
                    "news",
                    models.JSONField(blank=True, default=list, help_text="What just changed."),
                ),
                ("earliest_start_at", models.DateTimeField(blank=True, null=True)),
                ("earliest_end_at", models.DateTimeField(blank=True, null=True)),
                ("latest_start_at", models.DateTimeField(blank=True, null=True)),
                ("latest_end_at", models.DateTimeField(blank=True, null=True)),
                (
                    "slack_hours",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True),
                ),
                ("is_critical", models.BooleanField(default=False)),
                ("agreed_start_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_end_at", models.DateTimeField(blank=True, null=True)),
                ("says", models.BooleanField(blank=True, null=True)),
                ("said_at", models.DateTimeField(blank=True, null=True)),
                ("sentence", models.TextField(blank=True)),
                ("figures", models.JSONField(blank=True, default=dict)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("repairs", models.JSONField(blank=True, default=list)),
                ("waived_why", models.TextField(blank=True)),
                ("waived_risk", models.TextField(blank=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assignee",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who said so; nobody, where its evidence did.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="playbooks.run",
                    ),
                ),
                (
                    "waived_by",
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
                "verbose_name": "step of a run",
                "verbose_name_plural": "steps of runs",
            },
        ),
        migrations.CreateModel(
            name="RunStepMove",
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
                        to="playbooks.runstep",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, verbose_name="key")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("how", models.TextField(blank=True, verbose_name="what to do")),
                (
                    "lead_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=8,
                        max_digits=6,
                        verbose_name="lead time (working hours)",
                    ),
                ),
                (
                    "effort_hours",
                    models.DecimalField(
                        decimal_places=2, default=1, max_digits=6, verbose_name="hours of work"
                    ),
                ),
                (
                    "begins",
                    models.CharField(
                        choices=[
                            ("when_free", "As soon as nothing holds it up"),
                            ("after_start", "So many working days after the start"),
                            ("before_end", "So many working days before the end"),
                        ],
                        default="when_free",
                        max_length=20,
                        verbose_name="begins",
                    ),
                ),
                (
                    "offset_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="working days"),
                ),
                (
                    "evidence",
                    models.SlugField(
                        blank=True,
                        help_text="What proves it done. Empty: a person says so.",
                        max_length=60,
                        verbose_name="evidence",
                    ),
                ),
                ("is_gate", models.BooleanField(default=True, verbose_name="needed for the gate")),
                (
                    "checklist",
                    models.TextField(
                        blank=True, help_text="One line each.", verbose_name="checklist"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="playbooks.edition",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.role",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "key"), name="one_step_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(("effort_hours__gte", 0), ("lead_hours__gte", 0)),
                        name="step_takes_no_less_than_0",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="runstep",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="playbooks.step"
            ),
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lag_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=6,
                        verbose_name="and then (working hours)",
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="playbooks.step",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waits",
                        to="playbooks.step",
                    ),
                ),
            ],
            options={
                "verbose_name": "wait",
                "verbose_name_plural": "waits",
                "constraints": [
                    models.UniqueConstraint(fields=("step", "after"), name="one_wait_per_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("step", models.F("after")), _negated=True),
                        name="no_step_awaits_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lag_hours__gte", 0)), name="no_lag_runs_backwards"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="runstep",
            index=models.Index(
                condition=models.Q(("status__in", ["ready", "doing"])),
                fields=["run"],
                name="open_run_steps",
            ),
        ),
        migrations.AddIndex(
            model_name="runstep",
            index=models.Index(
                condition=models.Q(("status", "done")),
                fields=["step", "done_at"],
                name="run_steps_by_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="runstep",
            constraint=models.UniqueConstraint(
                fields=("run", "step"), name="one_run_step_per_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="runstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "done"), _negated=True),
                    ("done_at__isnull", False),
                    _connector="OR",
                ),
                name="done_step_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="runstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "waived"), _negated=True),
                    models.Q(("waived_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="waived_step_says_why",
            ),
        ),
    ]
