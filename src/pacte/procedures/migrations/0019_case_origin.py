"""From which application of another tool a case was opened: read and written by who instructs the case."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import INSTRUCTED_CASE


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0018_calls"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tool", models.CharField(max_length=30)),
                ("number", models.CharField(max_length=40)),
                (
                    "kept_here",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="origin", to="procedures.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.caseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "tool", "number"), name="procedures_caseorigin_once"
                    )
                ],
            },
        ),
        enable_row_security("procedures_caseorigin", read=INSTRUCTED_CASE, write=INSTRUCTED_CASE),
    ]
