"""Who acts, as PostgreSQL sees it; what the journal shows to whom; the trigger that keeps the history of rows."""

from django.db import migrations

from pacte.journal.row_security import protect

FUNCTIONS = """
create function pacte_setting(name text) returns text language sql stable parallel safe
as $$ select nullif(current_setting('pacte.' || name, true), '') $$;

create function pacte_person() returns bigint language sql stable parallel safe
as $$ select pacte_setting('person')::bigint $$;

create function pacte_system() returns boolean language sql stable parallel safe
as $$ select coalesce(pacte_setting('system') = 'on', false) $$;

create function pacte_directory() returns boolean language sql stable parallel safe
as $$ select coalesce(pacte_setting('directory') = 'on', false) $$;

create function pacte_reach() returns bigint[] language sql stable parallel safe
as $$ select coalesce(pacte_setting('organisations')::bigint[], '{}') || coalesce(pacte_setting('hosts')::bigint[], '{}') $$;

-- Runs with the rights of the tables' owner: the application role cannot write history by hand.
create function pacte_keep_history() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'password' - 'data' end;
    new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'password' - 'data' end;
begin
    if old_row is distinct from new_row then
        insert into journal_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before, after)
        values (
            clock_timestamp(),
            pacte_setting('act')::uuid,
            tg_table_name,
            coalesce(new_row ->> 'id', old_row ->> 'id'),
            tg_op,
            coalesce(new_row ->> 'organisation_id', old_row ->> 'organisation_id')::bigint,
            old_row,
            new_row
        );
    end if;
    return null;
end $$;
"""

REMOVE = """
drop function pacte_keep_history() cascade;
drop function pacte_reach();
drop function pacte_directory();
drop function pacte_system();
drop function pacte_person();
drop function pacte_setting(text);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTIONS, REMOVE),
        protect(
            "journal_entry",
            read="organisation_id = any(pacte_reach()) or person_id = pacte_person() or pacte_system()",
            write="organisation_id is null or organisation_id = any(pacte_reach()) or pacte_system()",
        ),
        protect(
            "journal_rowchange",
            read="organisation_id = any(pacte_reach()) or pacte_system()",
            write="true",
            write_roles="current_user",
        ),
    ]
