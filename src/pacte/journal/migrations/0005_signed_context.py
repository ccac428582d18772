"""Who acts counts only when the program signed it, for this role, this backend and this transaction (docs/adr/0019).

The keys are in a schema of the owner, which no other role may enter. ``pacte_setting`` keeps the act alone, which opens
no row: it ties the history of rows to the journal.
"""

from django.db import migrations

_SIGNATURE = """encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
            {text} || '|' || pg_backend_pid() || '|'
            || (extract(epoch from transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex')"""

KEYS = """
create schema pacte_private;

-- One key a role that connects, written by the program and not by a migration. ``is_jobs``: there the machine acts by
-- itself, and is not only lent to somebody.
create table pacte_private.context_key (
    role name primary key,
    inner_pad bytea not null check (length(inner_pad) = 64),
    outer_pad bytea not null check (length(outer_pad) = 64),
    is_jobs boolean not null
);
"""

CHECKED = f"""
-- Person, own organisations, reach, roles, directory, system, learner, jobs; null when the program signed nothing here.
-- Parallel restricted: a parallel worker is another backend. Policies ask it as a scalar sub-query, once a statement.
create function pacte_context() returns text[] language plpgsql stable parallel restricted security definer
set search_path = pg_catalog as $$
declare
    given text := current_setting('pacte.context', true);
    key pacte_private.context_key;
begin
    if given is null or given = '' then
        return null;
    end if;
    select * into key from pacte_private.context_key k where k.role = session_user;
    if not found or substr(given, 1, 64) is distinct from {_SIGNATURE.format(text="substr(given, 66)")} then
        return null;
    end if;
    return string_to_array(substr(given, 66), '|', '') || key.is_jobs::text;
end $$;

-- For functions of the owner that count and return numbers only: the machine's context, to be put back by the caller.
create function pacte_private.act_as_machine() returns text language plpgsql volatile
set search_path = pg_catalog as $$
declare
    before text := coalesce(current_setting('pacte.context', true), '');
    key pacte_private.context_key;
    machine text := '|{{}}|{{}}|{{}}|on|on|';
begin
    select * into key from pacte_private.context_key k where k.role = session_user;
    if found then
        perform set_config('pacte.context', {_SIGNATURE.format(text="machine")} || '|' || machine, true);
    end if;
    return before;
end $$;
"""

ASKED = """
create or replace function pacte_setting(name text) returns text language sql stable parallel safe
as $$ select case when name = 'act' then nullif(current_setting('pacte.act', true), '') end $$;

create or replace function pacte_person() returns bigint language sql stable parallel restricted
as $$ select (pacte_context())[1]::bigint $$;

create or replace function pacte_own() returns bigint[] language sql stable parallel restricted
as $$ select coalesce((pacte_context())[2]::bigint[], '{}') $$;

create or replace function pacte_reach() returns bigint[] language sql stable parallel restricted
as $$ select coalesce((pacte_context())[3]::bigint[], '{}') $$;

create or replace function pacte_hosts_as(variadic roles text[]) returns bigint[] language plpgsql stable
parallel restricted as $$
begin
    return coalesce(
        (select array_agg(split_part(post, '@', 2)::bigint) from unnest((pacte_context())[4]::text[]) as post
            where split_part(post, '@', 1) = any(roles)),
        '{}'
    );
end $$;

create or replace function pacte_directory() returns boolean language sql stable parallel restricted
as $$ select coalesce((pacte_context())[5] = 'on', false) $$;

create or replace function pacte_system() returns boolean language sql stable parallel restricted
as $$ select coalesce((pacte_context())[6] = 'on', false) $$;

create function pacte_jobs() returns boolean language plpgsql stable parallel restricted as $$
declare
    context text[] := pacte_context();
begin
    return coalesce(context[6] = 'on' and context[8]::boolean, false);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_statistics")]

    operations = [migrations.RunSQL(KEYS + CHECKED + ASKED)]
