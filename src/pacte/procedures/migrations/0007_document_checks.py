"""Verdicts on the bytes of documents: antivirus and digests. A document keeps its name and digest when its bytes go."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

OF_A_DOCUMENT = "pacte_system() or exists (select 1 from procedures_casedocument d where d.id = {row}.document_id)"
KEEP_DOCUMENT = """
create function procedures_keep_document() returns trigger language plpgsql
as $$
declare
    untouched procedures_casedocument;
    infected boolean;
begin
    if tg_op = 'UPDATE' then
        untouched := new;
        untouched.data := old.data;
        infected := exists (
            select from procedures_documentcheck c
            where c.document_id = old.id and c.kind = 'scan' and c.result = 'infected'
        );
        if untouched is not distinct from old and (
            (new.data is null and infected)
            or (not infected and encode(sha256(new.data), 'hex') = old.digest)
        ) then
            return new;
        end if;
    end if;
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

drop trigger procedures_casedocument_once on procedures_casedocument;
create trigger procedures_casedocument_once before delete or update on procedures_casedocument
for each row execute function procedures_keep_document();
create trigger procedures_documentcheck_once before delete or update on procedures_documentcheck
for each row execute function procedures_refuse_rewriting();
"""
BACK = """
drop trigger procedures_documentcheck_once on procedures_documentcheck;
drop trigger procedures_casedocument_once on procedures_casedocument;
create trigger procedures_casedocument_once before delete or update on procedures_casedocument
for each row execute function procedures_refuse_rewriting();
drop function procedures_keep_document();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("procedures", "0006_applications_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("result", models.CharField(max_length=20)),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("checked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="IntegrityPass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("last_document_id", models.BigIntegerField(default=0)),
                ("checked_count", models.PositiveIntegerField(default=0)),
                ("flawed_count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="casedocument",
            name="procedures_casedocument_here_or_elsewhere",
        ),
        migrations.AddConstraint(
            model_name="casedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), _negated=True),
                    models.Q(("data__isnull", True), models.Q(("reference", ""), _negated=True)),
                    _connector="OR",
                ),
                name="procedures_casedocument_here_or_elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="documentcheck",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="procedures.casedocument"
            ),
        ),
        migrations.AddField(
            model_name="documentcheck",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="integritypass",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentcheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "scan")), fields=("document",), name="procedures_documentcheck_scanned_once"
            ),
        ),
        migrations.RunSQL(KEEP_DOCUMENT, BACK),
        enable_row_security("procedures_documentcheck", read=OF_A_DOCUMENT, write=OF_A_DOCUMENT),
        enable_row_security("procedures_integritypass", read=ORGANISATION_IN_SCOPE, write="pacte_system()"),
    ]
