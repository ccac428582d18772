"""Who brought a person: read and written by the body that orients the journey, read by the person."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

# The policy of the journey applies inside.
OWN_BODY = (
    "pacte_system() or exists (select 1 from journeys_journey j"
    " where j.id = {row}.journey_id and j.referrer_id = any(pacte_own()))"
)
LEARNER = "(select pacte_learner())"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("journeys", "0028_releases"),
        ("plan", "0006_without_ledger_of_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="JourneyOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("case_number", models.PositiveIntegerField()),
                ("winner_name", models.CharField(max_length=200)),
                ("brought_on", models.DateField()),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("is_current", models.BooleanField(default=True)),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.journeyorigin",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.journey"
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
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.plan"),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)), fields=("journey",), name="journeys_origin_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_current", False), ("is_withdrawn", False), _connector="OR"),
                        name="journeys_origin_withdrawn",
                    ),
                ],
            },
        ),
        enable_row_security(
            "journeys_journeyorigin",
            read=f"{OWN_BODY} or learner_id = {LEARNER}",
            write=OWN_BODY,
        ),
    ]
