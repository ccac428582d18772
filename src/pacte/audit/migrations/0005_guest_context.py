"""The context names a guest: its eighth value, before the flag of the jobs (docs/adr/0046)."""

from django.db import migrations

FUNCTIONS = """
-- Person, own organisations, reach, roles, directory, system, learner, guest; then jobs.
create or replace function pacte_private.act_as_machine() returns text language plpgsql set search_path = pg_catalog
as $$
declare
    before text := coalesce(current_setting('pacte.context', true), '');
    key pacte_private.context_key;
    machine text := '|{}|{}|{}|on|on||';
begin
    select * into key from pacte_private.context_key k where k.role = session_user;
    if found then
        perform set_config('pacte.context', encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
            machine || '|' || pg_backend_pid() || '|'
            || (extract(epoch from transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex') || '|' || machine, true);
    end if;
    return before;
end $$;

create or replace function pacte_jobs() returns boolean language plpgsql stable parallel restricted
as $$
declare
    context text[] := pacte_context();
begin
    return coalesce(context[6] = 'on' and context[9]::boolean, false);
end $$;

create function pacte_guest() returns bigint language sql stable parallel restricted
as $$ select (pacte_context())[8]::bigint $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_clock")]
    operations = [migrations.RunSQL(FUNCTIONS)]
