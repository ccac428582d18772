"""Questions about a call, the ranking that a closed meeting keeps, and the case that an application takes up again.

A question is read by who asked and by the posts that instruct; what is public is read by the machine.
"""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

_POSTS = (
    "'administrator', 'region_pilot', 'action_lead', 'analyst', 'buyer', 'finance_officer', 'state_reader', 'auditor'"
)
QUESTION_READ = (
    "pacte_system() or guest_id = pacte_guest() or body_id = any(pacte_own())"
    f" or organisation_id = any(pacte_hosts_as({_POSTS}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("audit", "0005_guest_context"),
        ("plan", "0006_without_ledger_of_files"),
        ("procedures", "0017_retention"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.case",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.case",
            ),
        ),
        migrations.AddField(
            model_name="committeemeeting",
            name="ranking",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="CallQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure_code", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("is_public", models.BooleanField(default=False)),
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
                    "guest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.guest",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["plan", "procedure_code", "-asked_at"], name="procedures_callquestion_listed")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("guest__isnull", True), ("body__isnull", True), _connector="OR"),
                        name="procedures_callquestion_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_public", False), ("answered_at__isnull", False), _connector="OR"),
                        name="procedures_callquestion_answered",
                    ),
                ],
            },
        ),
        enable_row_security("procedures_callquestion", read=QUESTION_READ, write="pacte_system()"),
    ]
