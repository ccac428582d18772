"""What a count was worth at the date of the sheet that promised it: read by the pact, written by the machine once."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("audit", "0002_functions"), ("evaluation", "0006_proof_counts")]

    operations = [
        migrations.CreateModel(
            name="TargetReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator_code", models.CharField(max_length=80)),
                ("due_on", models.DateField()),
                ("measured_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField(null=True)),
                ("total", models.PositiveIntegerField(null=True)),
                ("target_value", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("is_reached", models.BooleanField(null=True)),
                (
                    "experiment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evaluation.experiment"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        enable_row_security("evaluation_targetreading", read=ORGANISATION_IN_SCOPE, write="pacte_jobs()"),
    ]
