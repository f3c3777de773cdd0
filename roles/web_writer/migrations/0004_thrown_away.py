from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("web_writer", "0003_campaign_texts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Sent to approval"),
                    ("changes", "Changes requested"),
                    ("approved", "Approved"),
                    ("thrown", "Thrown away"),
                ],
                default="draft",
                max_length=20,
                verbose_name="status",
            ),
        ),
    ]
