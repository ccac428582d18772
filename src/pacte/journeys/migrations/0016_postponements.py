"""An adviser puts a journey of their desk off to a day."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

OWN_BODY = "pacte_system() or body_id = any(pacte_own())"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0015_sending")]

    operations = [
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField()),
                ("person_name", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.UniqueConstraint(fields=("journey", "body"), name="journeys_postponed_once"),
        ),
        enable_row_security("journeys_postponement", read=OWN_BODY, write=OWN_BODY),
    ]
