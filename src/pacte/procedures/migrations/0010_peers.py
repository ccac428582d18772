"""The peer of a case: read by who reads the case, and by the person named, who reads no more of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import INSTRUCTED_CASE, READABLE_CASE


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0009_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CasePeer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="peers", to="procedures.case"
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
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("case",),
                        name="procedures_casepeer_one_at_a_time",
                    )
                ],
            },
        ),
        enable_row_security(
            "procedures_casepeer", read=f"{READABLE_CASE} or person_id = pacte_person()", write=INSTRUCTED_CASE
        ),
    ]
