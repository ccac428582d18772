"""Files are for the organisations of the pact; what was written of them is added to, never rewritten."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

TABLES = (
    "file", "deliverable", "filestep", "filedeadline", "document", "award", "option", "optioncriterion", "optionscore",
    "choice",
)  # fmt: skip
WRITTEN_ONCE = ("filestep", "document", "award", "optionscore", "choice")

KEEP = """
create function procedures_refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;
""" + "".join(
    f"create trigger procedures_{table}_once before update or delete on procedures_{table} "
    "for each row execute function procedures_refuse_rewriting();\n"
    for table in WRITTEN_ONCE
)
LET_GO = "".join(f"drop trigger procedures_{table}_once on procedures_{table};\n" for table in WRITTEN_ONCE)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_tables"), ("plan", "0002_security"), ("accounts", "0002_security")]

    operations = [
        *(protect(f"procedures_{table}", read=WITHIN_REACH, write=WITHIN_REACH) for table in TABLES),
        migrations.RunSQL(KEEP, LET_GO + "drop function procedures_refuse_rewriting();"),
    ]
