"""Samples of control and what was found: the sample for who draws or controls, the rest for who instructs the case."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import INSTRUCTED_CASE

SAMPLE_READ = (
    "pacte_system() or organisation_id = any(pacte_hosts_as('region_pilot', 'analyst', 'finance_officer', 'auditor'))"
)
FOUND_READ = "pacte_system() or exists (select 1 from procedures_sampledcase s where s.id = {row}.sampled_id)"
TABLES = ("auditsample", "sampledcase", "auditfinding")
ONCE = "".join(
    f"create trigger procedures_{each}_once before delete or update on procedures_{each} "
    "for each row execute function procedures_refuse_rewriting();\n"
    for each in TABLES
)
AGAIN = "".join(f"drop trigger procedures_{each}_once on procedures_{each};\n" for each in TABLES)


def _signed(*own):
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("person_name", models.CharField(max_length=200)),
        ("recorded_at", models.DateTimeField()),
        *own,
        (
            "organisation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0021_reported"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditSample",
            fields=_signed(
                ("drawn_on", models.DateField()),
                ("text", models.TextField()),
                (
                    "call_round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_sample",
                        to="procedures.callround",
                    ),
                ),
            ),
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="SampledCase",
            fields=_signed(
                ("why", models.CharField(max_length=10)),
                ("due_on", models.DateField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sampled", to="procedures.case"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="procedures.auditsample",
                    ),
                ),
            ),
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AuditFinding",
            fields=_signed(
                ("place", models.CharField(max_length=10)),
                ("unjustified_cents", models.BigIntegerField()),
                ("words", models.TextField()),
                ("found_on", models.DateField()),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="procedures.auditfinding",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "sampled",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="procedures.sampledcase",
                    ),
                ),
            ),
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unjustified_cents__gte", 0)), name="procedures_auditfinding_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="procedures_auditfinding_words"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("corrects__isnull", True)),
                        fields=("sampled",),
                        name="procedures_auditfinding_first",
                    ),
                ],
            },
        ),
        enable_row_security("procedures_auditsample", read=SAMPLE_READ, write="pacte_system()"),
        enable_row_security("procedures_sampledcase", read=INSTRUCTED_CASE, write="pacte_system()"),
        enable_row_security("procedures_auditfinding", read=FOUND_READ, write="pacte_system()"),
        migrations.RunSQL(ONCE, AGAIN),
    ]
