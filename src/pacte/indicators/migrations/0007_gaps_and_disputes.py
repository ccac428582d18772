"""What is missing and the surveys that fill it; figures in dispute between two organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from pacte.journal.row_security import WITHIN_REACH, protect

KEEPERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst'))"
SYSTEM = "pacte_system()"
STEERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst', 'auditor', 'state_reader'))"
# The arbiter may come from anywhere in the pact.
ARBITER = "arbiter_id = (select pacte_person())"
SIDE = "body_ids && (select pacte_own())"
SPEAKS = "body_id = any((select pacte_own())::bigint[])"


def of(table: str, key: str, condition: str = "true") -> str:
    """The policy of the row that it belongs to applies inside."""
    return f"exists (select 1 from {table} t where t.id = {key} and ({condition}))"


KEPT_SURVEY = of("indicators_survey", "{row}.survey_id", f"t.{KEEPERS} or {SYSTEM}")
OF_A_DISPUTE = of("indicators_dispute", "{row}.dispute_id")
KEPT_DISPUTE = of("indicators_dispute", "{row}.dispute_id", f"t.{KEEPERS} or t.{ARBITER} or {SYSTEM}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_stand_ins"),
        ("indicators", "0006_series_from_files"),
        ("plan", "0003_life"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=200)),
                ("indicator_code", models.CharField(blank=True, max_length=80)),
                ("unit", models.CharField(blank=True, max_length=120)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("territory", models.CharField(blank=True, max_length=200)),
                ("body_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=2)),
                ("arbiter_id", models.BigIntegerField(blank=True, null=True)),
                ("arbiter_name", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField()),
                ("opened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("settled_value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("settled_reason", models.TextField(blank=True)),
                ("settled_by", models.CharField(blank=True, max_length=200)),
                ("decision_reference", models.CharField(blank=True, max_length=200)),
                ("comparison", models.JSONField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisputeRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("values", models.JSONField(default=dict)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to="indicators.dispute"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisputeSide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=18)),
                ("known_on", models.DateField()),
                ("source", models.CharField(max_length=300)),
                ("counted", models.TextField()),
                ("territory_rule", models.CharField(max_length=20)),
                ("funders", models.TextField(blank=True)),
                ("date_rule", models.CharField(max_length=300)),
                ("status_rule", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sides", to="indicators.dispute"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MissingIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=300)),
                ("needed_for", models.TextField()),
                ("action_number", models.PositiveIntegerField(blank=True, null=True)),
                ("indicator_code", models.CharField(blank=True, max_length=80)),
                ("owed_by", models.CharField(max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("noted_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("is_filled", models.BooleanField(default=False)),
                ("closed_reason", models.TextField(blank=True)),
                ("series_code", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
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
            ],
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("population", models.TextField()),
                ("questionnaire", models.TextField()),
                ("method", models.TextField(blank=True)),
                ("asked", models.PositiveIntegerField(blank=True, null=True)),
                ("first_on", models.DateField(blank=True, null=True)),
                ("last_on", models.DateField(blank=True, null=True)),
                ("supplier", models.CharField(blank=True, max_length=200)),
                ("order_reference", models.CharField(blank=True, max_length=120)),
                ("cost_cents", models.BigIntegerField(blank=True, null=True)),
                ("opened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
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
            ],
        ),
        migrations.CreateModel(
            name="SurveyGap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="indicators.missingindicator",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aims", to="indicators.survey"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyStratum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=120)),
                ("population", models.PositiveIntegerField()),
                ("respondents", models.PositiveIntegerField()),
                ("yes", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.missingindicator"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="strata", to="indicators.survey"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="indicators_dispute_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))), name="indicators_dispute_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_on", None),
                    models.Q(models.Q(("outcome", ""), _negated=True), models.Q(("settled_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="indicators_dispute_settled_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputerecord",
            constraint=models.UniqueConstraint(fields=("dispute", "body", "key"), name="indicators_record_key_once"),
        ),
        migrations.AddConstraint(
            model_name="disputeside",
            constraint=models.UniqueConstraint(
                fields=("dispute", "body", "version"), name="indicators_side_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="missingindicator",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="indicators_gap_number_once"),
        ),
        migrations.AddConstraint(
            model_name="missingindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on", None), ("is_filled", False)),
                    models.Q(("closed_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="indicators_gap_closed_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="indicators_survey_number_once"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_on", None), ("last_on", None), ("last_on__gte", models.F("first_on")), _connector="OR"
                ),
                name="indicators_survey_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveygap",
            constraint=models.UniqueConstraint(fields=("survey", "gap"), name="indicators_survey_aims_once"),
        ),
        migrations.AddConstraint(
            model_name="surveystratum",
            constraint=models.UniqueConstraint(
                fields=("survey", "gap", "batch", "label"), name="indicators_survey_stratum_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveystratum",
            constraint=models.CheckConstraint(
                condition=models.Q(("yes__lte", models.F("respondents")), ("respondents__lte", models.F("population"))),
                name="indicators_survey_counts",
            ),
        ),
        protect("indicators_missingindicator", read=WITHIN_REACH, write=f"{KEEPERS} or {SYSTEM}"),
        protect("indicators_survey", read=WITHIN_REACH, write=f"{KEEPERS} or {SYSTEM}"),
        protect("indicators_surveygap", read=of("indicators_survey", "{row}.survey_id"), write=KEPT_SURVEY),
        protect("indicators_surveystratum", read=of("indicators_survey", "{row}.survey_id"), write=KEPT_SURVEY),
        protect(
            "indicators_dispute",
            read=f"{STEERS} or {SIDE} or {ARBITER} or {SYSTEM}",
            write=f"{KEEPERS} or {SIDE} or {ARBITER} or {SYSTEM}",
        ),
        protect(
            "indicators_disputeside",
            read=OF_A_DISPUTE,
            write=f"({SPEAKS} and {OF_A_DISPUTE}) or {KEPT_DISPUTE}",
        ),
        protect(
            "indicators_disputerecord",
            read=OF_A_DISPUTE,
            write=f"({SPEAKS} and {OF_A_DISPUTE}) or {KEPT_DISPUTE}",
        ),
    ]
