"""Papers that a case makes, who signs them, and what they answer. Who reads them: a signatory its own row alone.

A paper is read by who instructs the case; by a signatory through the machine, once its own row is found.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import INSTRUCTED_CASE

OF_PAPER = (
    "pacte_system() or guest_id = pacte_guest()"
    " or (pacte_guest() is null and exists (select 1 from procedures_casepaper p where p.id = {row}.paper_id))"
)
OF_SIGNATORY = "pacte_system() or exists (select 1 from procedures_papersignatory s where s.id = {row}.signatory_id)"
READS = {"casepaper": INSTRUCTED_CASE, "papersignatory": OF_PAPER, "paperanswer": OF_SIGNATORY}


def once(table: str) -> migrations.RunSQL:
    """Its rows are only added."""
    return migrations.RunSQL(
        f"create trigger {table}_once before delete or update on {table}"
        " for each row execute function procedures_refuse_rewriting()",
        f"drop trigger {table}_once on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0014_sensitive_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CasePaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("code", models.CharField(max_length=60)),
                ("edition", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField()),
                ("source", models.JSONField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("made_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="procedures.case"
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
            name="PaperSignatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=300)),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "guest",
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
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatories",
                        to="procedures.casepaper",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                ("answered_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.casedocument",
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
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="procedures.papersignatory",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="casepaper",
            index=models.Index(fields=["case", "code"], name="procedures_casepaper_last"),
        ),
        migrations.AddConstraint(
            model_name="papersignatory",
            constraint=models.UniqueConstraint(fields=("paper", "party"), name="procedures_papersignatory_once"),
        ),
        migrations.AddConstraint(
            model_name="papersignatory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("guest__isnull", False)),
                fields=("paper", "guest"),
                name="procedures_papersignatory_one_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "refused"), _negated=True),
                fields=("signatory",),
                name="procedures_paperanswer_signed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "by_hand"), _negated=True), ("document__isnull", False), _connector="OR"
                ),
                name="procedures_paperanswer_by_hand",
            ),
        ),
        *(
            enable_row_security(f"procedures_{table}", read=read, write="pacte_system()")
            for table, read in READS.items()
        ),
        *(once(f"procedures_{table}") for table in READS),
    ]
