"""Who replaces whom between two dates: seen by both and within reach of the pact."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.journal.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_security")]

    operations = [
        migrations.CreateModel(
            name="StandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("reason", models.TextField(blank=True)),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))), name="stand_in_dates"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("substitute", models.F("person")), _negated=True), name="stand_in_another"
                    ),
                ],
            },
        ),
        protect(
            "accounts_standin",
            read="person_id = pacte_person() or substitute_id = pacte_person() or host_id = any(pacte_reach())"
            " or pacte_system()",
            write="host_id = any(pacte_reach()) or pacte_system()",
        ),
    ]
