"""A journey says until when its seat is held, and what the person lives from; nothing ever wrote what it awaits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0020_own_journeys_of_learners")]

    operations = [
        migrations.RemoveField(model_name="journey", name="awaits"),
        migrations.AddField("journey", "seat_until", models.DateField(blank=True, null=True)),
        migrations.AddField("journey", "job", models.CharField(blank=True, db_default="", default="", max_length=20)),
        migrations.AddField("journey", "job_until", models.DateField(blank=True, null=True)),
        migrations.AddIndex(
            "journey",
            models.Index(
                condition=models.Q(("seat_until__isnull", False)), fields=["seat_until"], name="journeys_seat_until"
            ),
        ),
    ]
