"""Plans of modules that the rule composed, read by the referent of the day, whoever made them, and by the person."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

LEARNER = "(select pacte_learner())"
OWN_BODY = "pacte_system() or {row}.body_id = any(pacte_own())"
FOLLOWED = (
    "exists (select 1 from journeys_referent r"
    " where r.learner_id = {row}.learner_id and r.body_id = any(pacte_own())"
    " and (r.valid_until is null or r.valid_until >= (select pacte_today())))"
)


class Migration(migrations.Migration):
    dependencies = [("journeys", "0026_progress_shares")]

    operations = [
        migrations.CreateModel(
            name="ModulePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("rule", models.CharField(max_length=40)),
                ("inputs", models.JSONField()),
                ("candidates", models.JSONField()),
                ("answer", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("proposed", models.JSONField(blank=True, default=list)),
                ("proposed_on", models.DateField(blank=True, null=True)),
                ("proposed_by_name", models.CharField(blank=True, max_length=200)),
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
            ],
            options={
                "indexes": [models.Index(fields=["learner", "-made_at"], name="journeys_plan_of_learner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposed_by_name", ""), ("proposed_on__isnull", True)),
                            models.Q(("proposed_on__isnull", False), models.Q(("proposed_by_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journeys_plan_proposed_by_somebody",
                    )
                ],
            },
        ),
        enable_row_security(
            "journeys_moduleplan",
            read=f"{OWN_BODY} or {FOLLOWED} or learner_id = {LEARNER}",
            write=OWN_BODY,
        ),
    ]
