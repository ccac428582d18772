"""The money of a case: tables, what is written once, and who reads what.

Money is for who instructs or pays the case; a draft of a report is for its author, an account for finance and the pilot.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import INSTRUCTED_CASE

# Who instructs or pays writes; who only controls reads. Whoever applied reads what the program shows them.
WRITERS = (
    "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot', 'action_lead', 'buyer', 'finance_officer'))"
)
OF_FINANCE = "pacte_system() or organisation_id = any(pacte_hosts_as('region_pilot', 'finance_officer'))"
OF_A_REPORT = "pacte_system() or exists (select 1 from procedures_casereport r where r.id = {row}.report_id)"
ONCE = ("grant", "casereport", "reportjudgement", "caseamendment")


def _secured(table: str, read: str, condition: str = "true") -> migrations.RunSQL:
    """Read by who instructs the case; ``condition``: the rows that anybody but the machine reads."""
    return enable_row_security(
        f"procedures_{table}",
        read=f"({read}) and (pacte_system() or {condition})",
        write=f"({read}) and (pacte_system() or {WRITERS})",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0007_document_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseAmendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("happened_on", models.DateField()),
                ("reason", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amendments", to="procedures.case"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("code", models.CharField(max_length=40)),
                ("values", models.JSONField(default=dict)),
                ("is_sent", models.BooleanField()),
                ("is_on_paper", models.BooleanField(default=False)),
                ("happened_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="procedures.case"
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
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("cents", models.BigIntegerField()),
                ("granted_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="procedures.case"
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
            name="PayeeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("iban", models.CharField(max_length=34)),
                ("holder", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procedures.case"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "set_by",
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
            name="PaymentOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("instalment", models.CharField(max_length=40)),
                ("attempt", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("cents", models.BigIntegerField()),
                ("state", models.CharField(max_length=20)),
                ("key", models.UUIDField(unique=True)),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, size=None
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.payeeaccount",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payments", to="procedures.case"
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.casereport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("is_accepted", models.BooleanField()),
                ("judged_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judgement",
                        to="procedures.casereport",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="casereport",
            index=models.Index(fields=["case", "code", "-id"], name="procedures_report_latest"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="procedures_grant_positive"),
        ),
        migrations.AddIndex(
            model_name="payeeaccount",
            index=models.Index(fields=["case", "-id"], name="procedures_account_latest"),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.UniqueConstraint(
                fields=("case", "instalment", "attempt"), name="procedures_paymentorder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="procedures_paymentorder_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ordered_by__isnull", True),
                    models.Q(("ordered_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="procedures_paymentorder_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ordered_by__isnull", False),
                    models.Q(("state__in", ("ordered", "paid", "failed")), _negated=True),
                    _connector="OR",
                ),
                name="procedures_paymentorder_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("prepared", "ordered"))),
                fields=("case", "instalment"),
                name="procedures_paymentorder_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_accepted", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="procedures_reportjudgement_reason",
            ),
        ),
        _secured("grant", INSTRUCTED_CASE),
        _secured("casereport", INSTRUCTED_CASE, "is_sent"),
        _secured("reportjudgement", OF_A_REPORT),
        _secured("paymentorder", INSTRUCTED_CASE),
        _secured("caseamendment", INSTRUCTED_CASE),
        enable_row_security("procedures_payeeaccount", read=OF_FINANCE, write="pacte_system()"),
        *(
            migrations.RunSQL(
                f"create trigger procedures_{table}_once before delete or update on procedures_{table}"
                " for each row execute function procedures_refuse_rewriting()",
                f"drop trigger procedures_{table}_once on procedures_{table}",
            )
            for table in ONCE
        ),
    ]
