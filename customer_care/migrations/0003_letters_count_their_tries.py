from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customer_care", "0002_unreached_customers")]

    operations = [
        migrations.AddField("letter", "tries", models.PositiveSmallIntegerField(default=0)),
    ]
