"""Append-only steps and weeks; erasure by functions of the owner; the learner of a personal link."""

from django.db import migrations

FUNCTIONS = """
create function journeys_refuse_change() returns trigger language plpgsql
as $$
begin
    if current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
        return new;
    end if;
    raise exception 'a line of % is never changed', tg_table_name using errcode = 'check_violation';
end $$;

create function pacte_learner() returns bigint language sql stable parallel restricted
as $$ select (pacte_context())[7]::bigint $$;

create function journeys_coded(given jsonb) returns jsonb language sql immutable
as $$
select coalesce(jsonb_object_agg(key, value), '{}')
from jsonb_each(given)
where key ~ '^[a-z0-9_]{1,40}$'
  and (jsonb_typeof(value) in ('number', 'boolean', 'null')
       or (jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^([a-z_]{0,40}|[0-9]{4}-[0-9]{2}-[0-9]{2})$'))
$$;

create function journeys_forget(keys text[], notices text[], journeys bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    update audit_auditentry set subject_id = '', subject_label = 'Personne effacée', reason = '', detail = '{}'
    where subject_id = any(keys);
    delete from audit_rowchange where table_name = 'notifications_notification' and row_id = any(notices);
    update journeys_step
    set message_key = null, origin = '', detail = journeys_coded(detail)
    where journey_id = any(journeys);
end $$;

create function journeys_drop_old_reads(given date) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    delete from journeys_sensitiveread where at < given - interval '1 year';
end $$;

create function journeys_bodies_at_work(host bigint, of_kind text, on_day date) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
    found bigint;
begin
    select count(*) into found from accounts_organisation o
    where o.kind = of_kind and exists (
        select 1 from journeys_referent r
        where r.body_id = o.id and r.organisation_id = host and r.valid_from <= on_day
    );
    perform set_config('pacte.context', before, true);
    return found;
end $$;

create trigger journeys_step_grows before update on journeys_step
for each row execute function journeys_refuse_change();
create trigger journeys_week_grows before update on journeys_attendanceweek
for each row execute function journeys_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
