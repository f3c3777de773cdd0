from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0003_months_added_up")]

    operations = [
        migrations.AddField("nightpart", "tries", models.PositiveSmallIntegerField(default=0)),
    ]
