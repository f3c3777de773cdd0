import django.db.models.deletion
from django.db import migrations, models

CALLED = """
    UPDATE webmaster_waiver SET freeze_why = waived.why
    FROM webmaster_freeze AS waived WHERE waived.id = freeze_id
"""


class Migration(migrations.Migration):
    dependencies = [("webmaster", "0001_initial")]

    operations = [
        migrations.AlterField(
            "waiver",
            "freeze",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="waivers",
                to="webmaster.freeze",
            ),
        ),
        migrations.AddField(
            "waiver",
            "freeze_why",
            models.CharField(default="", max_length=200, verbose_name="freeze"),
            preserve_default=False,
        ),
        migrations.RunSQL(CALLED, migrations.RunSQL.noop),
    ]
