"""What who sees no small count reads, decided once a night over all tables; and what it was decided from."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.journal.row_security import protect

FOLLOWS = (
    "organisation_id = any((select pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor', 'action_lead',"
    " 'finance_officer', 'state_reader'))::bigint[])"
)
SYSTEM = "(select pacte_system())"
# Written by the machine of the jobs, which counts at night: not by the one that pages lend.
JOBS = "(select pacte_jobs())"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_stand_ins"), ("journeys", "0025_action_codes")]

    operations = [
        migrations.CreateModel(
            name="ShownCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cut", models.CharField(max_length=12)),
                ("year", models.PositiveSmallIntegerField()),
                ("key", models.CharField(blank=True, max_length=40)),
                ("values", models.JSONField(default=dict)),
                ("hidden", models.JSONField(default=list)),
                ("counted_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="showncount",
            constraint=models.UniqueConstraint(
                fields=("organisation", "cut", "year", "key"), name="journeys_shown_once"
            ),
        ),
        migrations.CreateModel(
            name="CountPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation",
                    ),
                ),
                ("nights", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        protect("journeys_showncount", read=f"{FOLLOWS} or {SYSTEM}", write=JOBS),
        protect("journeys_countpublication", read=SYSTEM, write=JOBS),
    ]  # fmt: skip
