import django.contrib.postgres.fields
from django.db import migrations, models

import catalog.models.shop


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="hosts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    max_length=253, validators=[catalog.models.shop.known_host]
                ),
                blank=True,
                default=list,
                help_text="Where its pages live, such as www.example.com, with commas between. Site checks ask no other host.",
                size=None,
                verbose_name="hosts",
            ),
        ),
    ]
