"""Row context checked by PostgreSQL (docs/adr/0019), and the trigger that records the history of rows.

The context counts only when the program signed it, for this role, this backend and this transaction. The keys are in a
schema of the owner, which no other role may enter. ``pacte_setting`` keeps the act alone, which opens no row: it ties the
history of rows to the audit log.
"""

from django.db import migrations

FUNCTIONS = """
create schema pacte_private;

-- One key per login role, written by the program and not by a migration. ``is_jobs``: this role runs jobs, where the
-- machine acts by itself and does not only lend its rights to a person.
create table pacte_private.context_key (
    role name primary key,
    inner_pad bytea not null check (length(inner_pad) = 64),
    outer_pad bytea not null check (length(outer_pad) = 64),
    is_jobs boolean not null
);

-- Person, own organisations, reach, roles, directory, system, learner, jobs; null when the program signed nothing here.
-- Parallel restricted: a parallel worker is another backend. Policies ask it as a scalar sub-query, once a statement.
create function pacte_context() returns text[]
language plpgsql stable parallel restricted security definer set search_path = pg_catalog
as $$
declare
    given text := current_setting('pacte.context', true);
    key pacte_private.context_key;
begin
    if given is null or given = '' then
        return null;
    end if;
    select * into key from pacte_private.context_key k where k.role = session_user;
    if not found or substr(given, 1, 64) is distinct from encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
            substr(given, 66) || '|' || pg_backend_pid() || '|'
            || (extract(epoch from transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex') then
        return null;
    end if;
    return string_to_array(substr(given, 66), '|', '') || key.is_jobs::text;
end $$;

-- For functions of the owner that return counts only: sets the machine's context, which the caller must restore.
create function pacte_private.act_as_machine() returns text language plpgsql set search_path = pg_catalog
as $$
declare
    before text := coalesce(current_setting('pacte.context', true), '');
    key pacte_private.context_key;
    machine text := '|{}|{}|{}|on|on|';
begin
    select * into key from pacte_private.context_key k where k.role = session_user;
    if found then
        perform set_config('pacte.context', encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
            machine || '|' || pg_backend_pid() || '|'
            || (extract(epoch from transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex') || '|' || machine, true);
    end if;
    return before;
end $$;

create function pacte_setting(name text) returns text language sql stable parallel safe
as $$ select case when name = 'act' then nullif(current_setting('pacte.act', true), '') end $$;

create function pacte_person() returns bigint language sql stable parallel restricted
as $$ select (pacte_context())[1]::bigint $$;

create function pacte_system() returns boolean language sql stable parallel restricted
as $$ select coalesce((pacte_context())[6] = 'on', false) $$;

create function pacte_directory() returns boolean language sql stable parallel restricted
as $$ select coalesce((pacte_context())[5] = 'on', false) $$;

create function pacte_reach() returns bigint[] language sql stable parallel restricted
as $$ select coalesce((pacte_context())[3]::bigint[], '{}') $$;

-- Runs with the rights of the owner: the application role cannot write history directly.
create function pacte_keep_history() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'password' - 'data' end;
    new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'password' - 'data' end;
begin
    if old_row is distinct from new_row then
        insert into audit_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before, after)
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

create function pacte_own() returns bigint[] language sql stable parallel restricted
as $$ select coalesce((pacte_context())[2]::bigint[], '{}') $$;

create function pacte_hosts_as(variadic roles text[]) returns bigint[]
language plpgsql stable parallel restricted
as $$
begin
    return coalesce(
        (select array_agg(split_part(post, '@', 2)::bigint) from unnest((pacte_context())[4]::text[]) as post
            where split_part(post, '@', 1) = any(roles)),
        '{}'
    );
end $$;

create function pacte_analyse(beginning text) returns void
language plpgsql security definer set search_path = pg_catalog, public
as $$
declare
    name text;
begin
    for name in
        select relname from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and starts_with(relname, beginning)
            and pg_has_role(current_user, relowner, 'usage')
        order by relname
    loop
        execute format('analyze public.%I', name);
    end loop;
end $$;

create function pacte_jobs() returns boolean language plpgsql stable parallel restricted
as $$
declare
    context text[] := pacte_context();
begin
    return coalesce(context[6] = 'on' and context[8]::boolean, false);
end $$;

-- Only the roles of the program may refresh statistics.
revoke all on function pacte_analyse(text) from public;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]
    operations = [migrations.RunSQL(FUNCTIONS)]
