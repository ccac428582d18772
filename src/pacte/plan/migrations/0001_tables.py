import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pacte.plan.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=100, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("region", models.CharField(max_length=120)),
                ("first_year", models.PositiveSmallIntegerField()),
                ("last_year", models.PositiveSmallIntegerField()),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", pacte.plan.fields.ActionCodeField(max_length=20)),
                (
                    "number_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=pacte.plan.fields.ActionOrder(models.F("number")),
                        output_field=models.CharField(db_collation="C", max_length=120),
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_actions", to="plan.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host_id", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
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
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="plan.planaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=300)),
                ("document_title", models.CharField(blank=True, max_length=300)),
                ("decided_on", models.CharField(blank=True, max_length=10)),
                ("source", models.TextField(blank=True)),
                ("first_year", models.PositiveSmallIntegerField()),
                ("last_year", models.PositiveSmallIntegerField()),
                (
                    "periods",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), default=list, size=None
                    ),
                ),
                ("publics", models.JSONField(default=list)),
                ("vote_body", models.CharField(blank=True, max_length=200)),
                ("vote_number", models.CharField(blank=True, max_length=80)),
                ("voted_on", models.DateField(blank=True, null=True)),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by_name", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planversion",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="plan.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("file_name", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                ("mapping", models.JSONField(default=dict)),
                ("as_new", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plan.plan",
                    ),
                ),
                (
                    "written_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.planversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=1000)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionActionStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("state", models.CharField(max_length=20)),
                ("since", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standings", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionActionTitle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField()),
                ("short_title", models.CharField(blank=True, max_length=200)),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="action_lines", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("cents", models.BigIntegerField()),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amounts", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionAxis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=200)),
                ("title", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("amount_cents", models.BigIntegerField(blank=True, null=True)),
                ("amount_as_printed", models.CharField(blank=True, max_length=200)),
                (
                    "publics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=200)),
                ("doubts", models.JSONField(default=list)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="axes", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionLineageLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("origin_plan", models.CharField(blank=True, max_length=100)),
                ("origin_number", pacte.plan.fields.ActionCodeField(max_length=20)),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planaction",
                    ),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lineage", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("label", models.TextField()),
                ("axis_code", models.CharField(max_length=20)),
                ("parent_code", models.CharField(blank=True, max_length=40)),
                ("code_as_printed", models.CharField(blank=True, max_length=80)),
                ("doubts", models.JSONField(default=list)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="objectives", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("axis_code", models.CharField(max_length=20)),
                ("strategic_code", models.CharField(blank=True, max_length=40)),
                ("operational_code", models.CharField(blank=True, max_length=40)),
                ("title", models.TextField()),
                ("short_title", models.CharField(blank=True, max_length=200)),
                ("title_as_printed", models.TextField(blank=True)),
                ("description", models.TextField(blank=True)),
                ("leads_as_printed", models.TextField(blank=True)),
                ("expected_result", models.TextField(blank=True)),
                ("priority", models.CharField(blank=True, max_length=40)),
                ("comment", models.TextField(blank=True)),
                ("staff", models.JSONField(default=list)),
                ("expenses", models.JSONField(default=list)),
                ("placement", models.CharField(max_length=20)),
                ("flags", models.JSONField(default=list)),
                ("flags_as_printed", models.CharField(blank=True, max_length=200)),
                ("flag_count", models.PositiveSmallIntegerField(default=0)),
                ("schedule_note", models.TextField(blank=True)),
                (
                    "linked_numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=pacte.plan.fields.ActionCodeField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "publics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "sectors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "territories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "partners",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=200)),
                ("doubts", models.JSONField(default=list)),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="plan.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("what", models.TextField()),
                ("kind", models.CharField(max_length=20)),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("maximum", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("unit", models.CharField(blank=True, max_length=120)),
                ("per", models.CharField(blank=True, max_length=120)),
                ("horizon", models.CharField(blank=True, max_length=120)),
                ("certain", models.BooleanField(default=True)),
                ("source_text", models.TextField(blank=True)),
                ("doubt", models.TextField(blank=True)),
                ("indicator_code", models.CharField(blank=True, max_length=80)),
                ("proposed", models.BooleanField(default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="plan.planversion"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="plan.versionrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RowLead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("service_name", models.CharField(blank=True, max_length=80)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.service",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leads", to="plan.planversion"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leads", to="plan.versionrow"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))), name="plan_years"
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="plan_action_number_once"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.UniqueConstraint(fields=("plan", "number_order"), name="plan_action_order_once"),
        ),
        migrations.AddConstraint(
            model_name="actionperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="action_person_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("plan",), name="plan_one_draft_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "in_force"), _negated=True), ("in_force_from__isnull", False), _connector="OR"
                ),
                name="plan_version_in_force_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))), name="plan_version_years"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="saved_view_name_once"),
        ),
        migrations.AddConstraint(
            model_name="versionactionstatus",
            constraint=models.UniqueConstraint(fields=("version", "plan_action"), name="plan_standing_once"),
        ),
        migrations.AddConstraint(
            model_name="versionactiontitle",
            constraint=models.UniqueConstraint(fields=("version", "plan_action"), name="plan_action_line_once"),
        ),
        migrations.AddConstraint(
            model_name="versionaxis",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="plan_axis_code_once"),
        ),
        migrations.AddConstraint(
            model_name="versionaxis",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_cents__isnull", True), ("amount_cents__gte", 0), _connector="OR"),
                name="plan_axis_amount_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionlineagelink",
            constraint=models.UniqueConstraint(
                fields=("version", "plan_action", "kind", "origin_plan", "origin_number"), name="plan_lineage_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionobjective",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="plan_objective_code_once"),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="plan_row_key_once"),
        ),
    ]
