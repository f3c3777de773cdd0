from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_a_list_taken_away")]

    operations = [
        migrations.AddField("export", "told", models.TextField(blank=True, default="")),
    ]
