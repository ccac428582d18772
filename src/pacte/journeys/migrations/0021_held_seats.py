"""A journey says until when its seat is held; nothing ever wrote what it awaits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("journeys", "0020_own_journeys_of_learners"),
        ("offer", "0014_versions_security"),
        ("plan", "0006_without_ledger_of_files"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="journey",
            name="awaits",
        ),
        migrations.AddField(
            model_name="journey",
            name="seat_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                condition=models.Q(("seat_until__isnull", False)), fields=["seat_until"], name="journeys_seat_until"
            ),
        ),
    ]
