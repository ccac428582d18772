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

do $$
begin
    execute replace(pg_get_functiondef('pacte_keep_history'::regproc), 'clock_timestamp()', 'pacte_now()');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_security")]

    operations = [migrations.RunSQL(CLOCK, migrations.RunSQL.noop)]
