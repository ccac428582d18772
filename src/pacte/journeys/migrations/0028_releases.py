"""Releases from custody: read and written by the authority that noted them, alone."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

OWN_BODY = "pacte_system() or {row}.body_id = any(pacte_own())"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("journeys", "0027_module_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("is_current", models.BooleanField(default=True)),
                ("keep_until", models.DateField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="journeys.release",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.journey",
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("learner", "left_on"),
                        name="journeys_release_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_current", False), ("is_withdrawn", False), _connector="OR"),
                        name="journeys_release_withdrawn",
                    ),
                ],
            },
        ),
        enable_row_security("journeys_release", read=OWN_BODY, write=OWN_BODY),
    ]
