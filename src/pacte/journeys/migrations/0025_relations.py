"""The Region decides who follows trainees; the provider names somebody; reviews are held by three."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

# The policy of the journey applies inside.
READ = "pacte_system() or exists (select 1 from journeys_journey j where j.id = {row}.journey_id)"
AT_WORK = "exists (select 1 from journeys_journey j where j.id = {row}.journey_id and pacte_learner() is null)"
OWN_BODY = "body_id = any(pacte_own())"
SIDES = (
    "exists (select 1 from journeys_journey j where j.id = {row}.journey_id and pacte_learner() is null"
    " and (j.referrer_id = any(pacte_own()) or j.provider_body_id = any(pacte_own())))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("journeys", "0022_campaigns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RelationSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mode", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "valid_from"], name="journeys_relation_by_day")],
            },
        ),
        migrations.CreateModel(
            name="ThreePartyReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("planned_on", models.DateField()),
                ("planned_at", models.DateTimeField()),
                ("held_on", models.DateField(blank=True, null=True)),
                ("referent_present", models.BooleanField(blank=True, null=True)),
                ("referent_at", models.DateTimeField(blank=True, null=True)),
                ("provider_present", models.BooleanField(blank=True, null=True)),
                ("provider_at", models.DateTimeField(blank=True, null=True)),
                ("person_present", models.BooleanField(blank=True, null=True)),
                ("person_at", models.DateTimeField(blank=True, null=True)),
                ("conclusion", models.CharField(blank=True, max_length=20)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("noted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("noted_at__isnull", True),
                            models.Q(
                                ("held_on__isnull", False),
                                ("person_present", True),
                                ("provider_present", True),
                                ("referent_present", True),
                            ),
                            _connector="OR",
                        ),
                        name="journeys_review_noted_by_three",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingReferent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "body",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="journeys_training_referent_dates",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until", None)),
                        fields=("journey",),
                        name="journeys_training_referent_once",
                    ),
                ],
            },
        ),
        # What the Region decides is said to everybody of its pact; the person reads it by the machine.
        enable_row_security(
            "journeys_relationsetting",
            read="pacte_system() or organisation_id = any(pacte_reach())",
            write="pacte_system() or organisation_id = any(pacte_hosts_as('region_pilot'))",
        ),
        enable_row_security(
            "journeys_trainingreferent", read=READ, write=f"pacte_system() or ({OWN_BODY} and {AT_WORK})"
        ),
        enable_row_security("journeys_threepartyreview", read=READ, write=f"pacte_system() or {SIDES}"),
    ]
