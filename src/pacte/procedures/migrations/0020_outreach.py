"""People met by winners, counted without any name: for whoever reads the case; written once, by the machine."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import READABLE_CASE

ONCE = """
create trigger procedures_outreachround_once before delete or update on procedures_outreachround
for each row execute function procedures_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0019_case_origin"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutreachRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("happened_on", models.DateField()),
                ("commune", models.CharField(max_length=5)),
                ("place", models.CharField(max_length=10)),
                ("people", models.PositiveIntegerField()),
                ("first_time", models.PositiveIntegerField()),
                ("is_from_applicant", models.BooleanField()),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outreach_rounds",
                        to="procedures.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="procedures.outreachround",
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
                "indexes": [models.Index(fields=["case", "happened_on"], name="procedures_outreach_days")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_time__lte", models.F("people"))),
                        name="procedures_outreach_first_time",
                    )
                ],
            },
        ),
        enable_row_security("procedures_outreachround", read=READABLE_CASE, write="pacte_system()"),
        migrations.RunSQL(ONCE, "drop trigger procedures_outreachround_once on procedures_outreachround"),
    ]
