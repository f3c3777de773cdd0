from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("analytics", "0004_parts_count_their_tries")]

    operations = [
        migrations.AlterModelOptions(
            "alarm",
            {
                "base_manager_name": "objects",
                "verbose_name": "alarm",
                "verbose_name_plural": "alarms",
            },
        ),
    ]
