"""The clock of the trade in the database: shifted as that of the program (``kernel.clock``), and read by history.

The shift is in the schema of the owner: a role of the pages that could move the day would open what a date has closed.
"""

from django.db import migrations

CLOCK = """
create table pacte_private.clock (
    only_row boolean primary key default true check (only_row),
    day_offset integer not null
);
insert into pacte_private.clock (day_offset) values (0);

-- Days are of 24 hours, as in the program, whatever the change of hour.
create function pacte_now() returns timestamptz
language plpgsql volatile parallel safe security definer set search_path = pg_catalog
as $$
begin
    return clock_timestamp() + make_interval(hours => 24 * coalesce((select c.day_offset from pacte_private.clock c), 0));
end $$;

create function pacte_today() returns date language sql stable parallel safe
as $$ select (pacte_now() at time zone 'Europe/Paris')::date $$;

create or replace function pacte_keep_history() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'password' - 'data' end;
    new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'password' - 'data' end;
begin
    if old_row is distinct from new_row then
        insert into audit_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before, after)
        values (
            pacte_now(),
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


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_security")]

    operations = [migrations.RunSQL(CLOCK, migrations.RunSQL.noop)]
