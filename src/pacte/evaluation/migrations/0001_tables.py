import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("plan", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Experiment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("opened_on", models.DateField()),
                ("locked_on", models.DateField(blank=True, null=True)),
                ("locked_by", models.CharField(blank=True, max_length=300)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("locked_by_name", models.CharField(blank=True, max_length=200)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
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
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("reason", models.TextField()),
                ("added_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addenda", to="evaluation.experiment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("result", models.TextField()),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("judgement", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("decision_reference", models.CharField(blank=True, max_length=200)),
                ("found_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="evaluation.experiment"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownerships",
                        to="evaluation.experiment",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("question", models.TextField(blank=True)),
                ("public", models.TextField(blank=True)),
                ("indicator_code", models.CharField(blank=True, max_length=80)),
                ("indicator", models.TextField(blank=True)),
                ("baseline_value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("unit", models.CharField(blank=True, max_length=120)),
                ("baseline_on", models.DateField(blank=True, null=True)),
                ("baseline_source", models.TextField(blank=True)),
                ("target_value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("target", models.TextField(blank=True)),
                ("method", models.TextField(blank=True)),
                ("comparison", models.TextField(blank=True)),
                ("source", models.TextField(blank=True)),
                ("end_on", models.DateField(blank=True, null=True)),
                ("written_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="evaluation.experiment"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="evaluation_number_once"),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("locked_on__isnull", True),
                    models.Q(("locked_at__isnull", False), models.Q(("locked_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="evaluation_locked_by_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("locked_on__isnull", True), ("withdrawn_on__isnull", True), _connector="OR"),
                name="evaluation_locked_stays",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.UniqueConstraint(fields=("experiment", "number"), name="evaluation_version_once"),
        ),
    ]
