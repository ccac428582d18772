"""Sessions of the arms of experiments: written once, for the organisations of the pact."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

WRITTEN_ONCE = """
create trigger evaluation_armsession_once before delete or update on evaluation_armsession
for each row execute function evaluation_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("evaluation", "0003_security"),
        ("offer", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArmSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arm", models.CharField(blank=True, max_length=10)),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arm_sessions",
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.session"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("arm__in", ["", "with", "without"])), name="evaluation_arm_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("arm", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evaluation_detached_with_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WRITTEN_ONCE),
        enable_row_security("evaluation_armsession", read=ORGANISATION_IN_SCOPE, write=ORGANISATION_IN_SCOPE),
    ]
