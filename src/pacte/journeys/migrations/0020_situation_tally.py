"""Answers at 3, 6 and 12 months, counted at night; read as the other counts are."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.journal.row_security import protect

FOLLOWS = (
    "organisation_id = any((select pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor', 'action_lead',"
    " 'finance_officer', 'state_reader'))::bigint[])"
)
OWN = "provider_body_id = any((select pacte_own())::bigint[])"
SYSTEM = "(select pacte_system())"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_stand_ins"), ("journeys", "0019_planned_handover_security")]

    operations = [
        migrations.CreateModel(
            name="SituationTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("due", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("in_job", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "provider_body",
                    models.ForeignKey(
                        blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                        related_name="+", to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="situationtally",
            index=models.Index(fields=["organisation", "months", "year"], name="journeys_situationtally_year"),
        ),
        protect("journeys_situationtally", read=" or ".join((FOLLOWS, OWN, SYSTEM)), write=SYSTEM),
    ]  # fmt: skip
