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
import customer_care.models.answers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("orders", "0001_initial"),
        ("team", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_answer_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=4,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="first answer within (hours)",
                    ),
                ),
                (
                    "update_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=8,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="each further answer within (hours)",
                    ),
                ),
                (
                    "solution_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=24,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="solution within (hours)",
                    ),
                ),
                (
                    "role_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=4,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="a colleague answers within (hours)",
                    ),
                ),
                (
                    "closes_after_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="closed so many days solved"
                    ),
                ),
                (
                    "handling_minutes",
                    models.DecimalField(
                        decimal_places=1,
                        default=9,
                        help_text="Until there are enough answers to measure it.",
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="minutes per contact",
                    ),
                ),
                (
                    "signature",
                    models.TextField(blank=True, max_length=500, verbose_name="signature"),
                ),
            ],
            options={
                "verbose_name": "customer care's promises",
                "verbose_name_plural": "customer care's promises",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="there_is_one_care_setting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("waiting_customer", "Waiting for the customer"),
                            ("waiting_role", "Waiting for a colleague"),
                            ("solved", "Solved"),
                            ("closed", "Closed"),
                            ("merged", "Merged"),
                        ],
                        default="new",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("mail", "E-mail"),
                            ("form", "Contact form"),
                            ("phone", "Phone"),
                            ("chat", "Chat"),
                        ],
                        default="mail",
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=2, verbose_name="language")),
                (
                    "waiting_role",
                    models.SlugField(blank=True, max_length=40, verbose_name="waits for"),
                ),
                ("waiting_why", models.TextField(blank=True, verbose_name="what for")),
                ("waiting_since", models.DateTimeField(blank=True, null=True)),
                (
                    "snoozed_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="rests until"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("heard_at", models.DateTimeField(verbose_name="the customer last wrote")),
                ("last_at", models.DateTimeField(verbose_name="last message")),
                (
                    "first_answer_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="first answer due"),
                ),
                (
                    "first_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="first answered"),
                ),
                (
                    "update_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next answer due"),
                ),
                (
                    "solution_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="solution due"),
                ),
                ("solution_left", models.DurationField(blank=True, null=True)),
                (
                    "role_due_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="colleague's answer due"
                    ),
                ),
                (
                    "solved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="solved at"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "times_reopened",
                    models.PositiveSmallIntegerField(default=0, verbose_name="reopened"),
                ),
                (
                    "due_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(("status__in", ("new", "open", "waiting_role"))),
                                then=django.db.models.functions.comparison.Least(
                                    models.Case(
                                        models.When(
                                            first_answered_at=None,
                                            then=models.F("first_answer_due_at"),
                                        )
                                    ),
                                    models.F("update_due_at"),
                                    models.F("solution_due_at"),
                                ),
                            ),
                            default=None,
                        ),
                        output_field=models.DateTimeField(null=True),
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
                                        models.F("subject"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("name"), models.Value("")
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("email"), models.Value("")
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
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalog.channel",
                        verbose_name="channel",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followers",
                        to="customer_care.conversation",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="customer_care.conversation",
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
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "conversation",
                "verbose_name_plural": "conversations",
                "permissions": [
                    ("answer_conversation", "Can answer customers"),
                    ("assign_conversation", "Can hand out conversations"),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="conversation_search"
                    ),
                    models.Index(fields=["-last_at", "-id"], name="conversations_by_age"),
                    models.Index(
                        condition=models.Q(("status__in", ("new", "open", "waiting_role"))),
                        fields=["due_at", "id"],
                        name="conversations_by_due",
                    ),
                    models.Index(
                        condition=models.Q(("status", "waiting_role")),
                        fields=["role_due_at"],
                        name="conversations_awaiting_role",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ["new", "open", "waiting_role", "waiting_customer"])
                        ),
                        fields=["assignee", "due_at"],
                        name="conversations_by_assignee",
                    ),
                    models.Index(fields=["email", "-last_at"], name="conversations_by_email"),
                    models.Index(
                        condition=models.Q(("status", "solved")),
                        fields=["solved_at"],
                        name="conversations_to_close",
                    ),
                    models.Index(fields=["opened_at"], name="conversations_by_opening"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "waiting_role"), _negated=True),
                            models.Q(("waiting_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conversation_waits_for_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["solved", "closed"]), _negated=True),
                            ("solved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="solved_conversation_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("status", "merged")),
                            models.Q(
                                models.Q(("status", "merged"), _negated=True), ("merged_into", None)
                            ),
                            _connector="OR",
                        ),
                        name="merged_conversation_names_the_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversationMove",
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
                        to="customer_care.conversation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KnowledgeNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("it", "Italiano"), ("es", "Español")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("from_at", models.DateTimeField(blank=True, null=True, verbose_name="holds from")),
                (
                    "until_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="holds until"),
                ),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Shown where one of these was used or is written about. With commas.",
                        size=None,
                        verbose_name="coupons",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "products",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="catalog.product", verbose_name="products"
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "knowledge note",
                "verbose_name_plural": "knowledge notes",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="knowledge_by_subject")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("title", "language", "subject_type", "subject_id"),
                        name="one_knowledge_note_per_title",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_at", None),
                            ("until_at", None),
                            ("until_at__gt", models.F("from_at")),
                            _connector="OR",
                        ),
                        name="knowledge_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("taken", "Taken in"),
                            ("duplicate", "Came before"),
                            ("set_aside", "Set aside"),
                            ("rejected", "Not understood"),
                        ],
                        default="received",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name in the mailbox")),
                ("sender", models.CharField(blank=True, max_length=254, verbose_name="from")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("file", models.FileField(blank=True, max_length=300, upload_to="letters/%Y/%m")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "received")),
                        fields=["received_at"],
                        name="letters_to_read",
                    ),
                    models.Index(fields=["status", "-received_at"], name="letters_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("sha256",), name="one_letter_per_content")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterMove",
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
                        to="customer_care.letter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("is_typing", models.BooleanField(default=False)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="customer_care.conversation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation", "person"), name="one_look_per_conversation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("in", "From the customer"),
                            ("out", "Our answer"),
                            ("note", "Internal note"),
                        ],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("html", models.TextField(blank=True, help_text="Made safe when it was taken in.")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                ("message_id", models.CharField(blank=True, max_length=255)),
                ("is_automatic", models.BooleanField(default=False, verbose_name="automatic")),
                (
                    "then",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wait", "and wait for the customer"),
                            ("solve", "and solve"),
                            ("keep", "and keep it open"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "form_key",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        help_text="One form, one answer.",
                        null=True,
                        unique=True,
                    ),
                ),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("send_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=config.lib.search._Vector(
                            config.lib.search._Words(
                                django.db.models.functions.text.Concat(
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("text"),
                                        models.Value(""),
                                        output_field=models.TextField(),
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("name"),
                                        models.Value(""),
                                        output_field=models.TextField(),
                                    ),
                                    models.Value(" "),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("email"),
                                        models.Value(""),
                                        output_field=models.TextField(),
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
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="customer_care.conversation",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message",
                        to="customer_care.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="message_search"
                    ),
                    models.Index(
                        fields=["conversation", "written_at", "id"], name="messages_in_order"
                    ),
                    models.Index(
                        condition=models.Q(("failed_at", None), ("kind", "out"), ("sent_at", None)),
                        fields=["send_at"],
                        name="messages_to_send",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "out")),
                        fields=["sent_at"],
                        name="care_answers_by_age",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("message_id", ""), _negated=True),
                        fields=("message_id",),
                        name="one_message_per_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "out"), _negated=True),
                            ("send_at__isnull", False),
                            _connector="OR",
                        ),
                        name="answer_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField()),
                (
                    "file",
                    models.FileField(blank=True, max_length=300, upload_to="attachments/%Y/%m"),
                ),
                ("trouble", models.CharField(blank=True, max_length=200)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="customer_care.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
            },
        ),
        migrations.CreateModel(
            name="CannedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("it", "Italiano"), ("es", "Español")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "text",
                    models.TextField(
                        help_text="Blanks to fill: {{customer}}, {{order}}, {{tracking}} …",
                        max_length=10000,
                        validators=[customer_care.models.answers.known_blanks],
                        verbose_name="text",
                    ),
                ),
                (
                    "times_used",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="used"),
                ),
                (
                    "changed_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "canned answer",
                "verbose_name_plural": "canned answers",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="canned_by_subject")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("title", "language", "subject_type", "subject_id"),
                        name="one_canned_answer_per_title",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
