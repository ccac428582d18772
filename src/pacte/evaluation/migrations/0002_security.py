"""Sheets are for the organisations of the pact, that they exist is public; a locked sheet is added to, never rewritten."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

TABLES = ("sheetversion", "ownership", "addendum", "finding")
# Whoever sees a voted plan may know how many experiments it has: nothing of what they say.
OF_A_PUBLIC_PLAN = (
    "exists (select 1 from plan_planversion v where v.plan_id = evaluation_experiment.plan_id and v.state <> 'draft')"
)

KEEP = """
create function evaluation_refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

-- From the first entry on, the sheet has no new version.
create function evaluation_refuse_late_version() returns trigger language plpgsql as $$
begin
    if exists (select 1 from evaluation_experiment e where e.id = new.experiment_id and e.locked_on is not null) then
        raise exception 'sheet % is locked', new.experiment_id using errcode = 'check_violation';
    end if;
    return new;
end $$;

-- A lock is never undone, nor moved, nor the locked experiment named anew or removed.
create function evaluation_refuse_unlocking() returns trigger language plpgsql as $$
begin
    if old.locked_on is null then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' or to_jsonb(new) is distinct from to_jsonb(old) then
        raise exception 'experiment % is locked', old.id using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger evaluation_sheetversion_late before insert on evaluation_sheetversion
for each row execute function evaluation_refuse_late_version();
create trigger evaluation_experiment_locked before update or delete on evaluation_experiment
for each row execute function evaluation_refuse_unlocking();
""" + "".join(
    f"create trigger evaluation_{table}_once before update or delete on evaluation_{table} "
    "for each row execute function evaluation_refuse_rewriting();\n"
    for table in TABLES
)
LET_GO = (
    "".join(f"drop trigger evaluation_{table}_once on evaluation_{table};\n" for table in TABLES)
    + "drop trigger evaluation_experiment_locked on evaluation_experiment;\n"
    "drop trigger evaluation_sheetversion_late on evaluation_sheetversion;\n"
    "drop function evaluation_refuse_unlocking();\n"
    "drop function evaluation_refuse_late_version();\n"
    "drop function evaluation_refuse_rewriting();"
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_tables"), ("plan", "0002_security"), ("accounts", "0002_security")]

    operations = [
        protect("evaluation_experiment", read=f"{WITHIN_REACH} or {OF_A_PUBLIC_PLAN}", write=WITHIN_REACH),
        *(protect(f"evaluation_{table}", read=WITHIN_REACH, write=WITHIN_REACH) for table in TABLES),
        migrations.RunSQL(KEEP, LET_GO),
    ]
