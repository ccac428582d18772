import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import pacte.plan.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("plan", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactPerson",
            fields=[
                ("learner_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(unique=True)),
            ],
        ),
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
                ("action_number", pacte.plan.fields.ActionCodeField(blank=True, max_length=20, null=True)),
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
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("known_on", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("document", models.JSONField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("person_name", models.CharField(max_length=200)),
                ("scope", models.JSONField(default=list)),
                ("question", models.JSONField()),
                ("known_on", models.DateField()),
                ("document", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80)),
                ("label", models.CharField(max_length=300)),
                ("question", models.CharField(max_length=300)),
                ("unit", models.CharField(max_length=120)),
                ("entity", models.CharField(max_length=300)),
                ("territory", models.CharField(default="residence", max_length=20)),
                ("source", models.CharField(max_length=300)),
                ("producer", models.CharField(blank=True, max_length=200)),
                ("licence", models.CharField(blank=True, max_length=120)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("owner", models.CharField(max_length=200)),
                ("periodicity_months", models.PositiveSmallIntegerField(default=12)),
                ("delay_months", models.PositiveSmallIntegerField(default=1)),
                ("direction", models.CharField(default="neither", max_length=10)),
                ("is_public", models.BooleanField(default=True)),
                ("theme", models.CharField(blank=True, max_length=20)),
                ("is_additive", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesBreak",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="breaks", to="indicators.series"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_code", models.CharField(max_length=60)),
                ("source_label", models.CharField(max_length=300)),
                ("edition", models.CharField(max_length=120)),
                ("licence", models.CharField(max_length=120)),
                ("file_name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("counts", models.JSONField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zone_kind", models.CharField(max_length=24)),
                ("zone_code", models.CharField(max_length=16)),
                ("split", models.CharField(blank=True, max_length=80)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("is_hidden", models.BooleanField(default=False)),
                ("numerator", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("margin", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("source_label", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="indicators.seriespoint",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="indicators.series"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesSplit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                ("label", models.CharField(max_length=300)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="indicators.series"
                    ),
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
                ("sample_size", models.PositiveIntegerField(blank=True, null=True)),
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
            model_name="publication",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code", "year"), name="indicators_published_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedanswer",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="indicators_answer_number_once"),
        ),
        migrations.AddConstraint(
            model_name="savedanswer",
            constraint=models.UniqueConstraint(
                fields=("organisation", "person_name", "digest"), name="indicators_answer_kept_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="indicators_series_code_once"),
        ),
        migrations.AddConstraint(
            model_name="seriespoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="indicators_point_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="seriespoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_hidden", True), ("value", None)),
                    models.Q(("is_hidden", False), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="indicators_point_hidden_or_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="seriespoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects", None)),
                fields=("series", "zone_kind", "zone_code", "split", "first", "last"),
                name="indicators_point_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="seriessplit",
            constraint=models.UniqueConstraint(fields=("series", "code"), name="indicators_split_named_once"),
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
    ]
