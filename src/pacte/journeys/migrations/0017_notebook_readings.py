"""When a person last opened a shared notebook. Their own rows only: nobody reads who has read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

OWN = "person_id = pacte_person() or pacte_system()"


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0016_postponements"),
        ("accounts", "0001_tables"),
        ("audit", "0002_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NotebookReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journey_id", models.BigIntegerField(blank=True, null=True)),
                ("read_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.learner"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("learner", "journey_id", "person"),
                        name="notebook_reading_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        enable_row_security("journeys_notebookreading", read=OWN, write=OWN),
    ]
