from django.db import migrations, models


def _look():
    return models.DateTimeField(
        blank=True,
        editable=False,
        help_text="Its maker alone may approve it, and no sooner.",
        null=True,
        verbose_name="second look from",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("web_writer", "0004_thrown_away"),
    ]

    operations = [
        migrations.AlterField(model_name=name, name="second_look_at", field=_look())
        for name in ("draft", "copy")
    ]
