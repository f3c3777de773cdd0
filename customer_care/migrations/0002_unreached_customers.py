from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("customer_care", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["conversation"],
                condition=Q(kind="out")
                & (Q(failed_at__isnull=False) | Q(bounced_at__isnull=False)),
                name="care_answers_lost",
            ),
        ),
    ]
