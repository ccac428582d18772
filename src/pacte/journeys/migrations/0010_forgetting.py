"""Erasing goes through the owner's functions: the application itself may change neither journal, history nor steps."""

from django.db import migrations

# Lines only grow, save for the owner's own function, which takes the words out of those of an erased person.
GROWING = """
create or replace function journeys_refuse_change() returns trigger language plpgsql as $$
begin
    if current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
        return new;
    end if;
    raise exception 'a line of % is never changed', tg_table_name using errcode = 'check_violation';
end $$;
"""
GROWING_BEFORE = """
create or replace function journeys_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a line of % is never changed', tg_table_name using errcode = 'check_violation';
end $$;
"""
# Of the detail of a step, numbers, yes or no, and codes stay; a sentence does not.
FORGET = """
create function journeys_coded(given jsonb) returns jsonb language sql immutable as $$
select coalesce(jsonb_object_agg(key, value), '{}')
from jsonb_each(given)
where key ~ '^[a-z0-9_]{1,40}$'
  and (jsonb_typeof(value) in ('number', 'boolean', 'null')
       or (jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^([a-z_]{0,40}|[0-9]{4}-[0-9]{2}-[0-9]{2})$'))
$$;

create function journeys_forget(keys text[], notices text[], journeys bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    update journal_entry set subject_id = '', subject_label = 'Personne effacée', reason = '', detail = '{}'
    where subject_id = any(keys);
    delete from journal_rowchange where table_name = 'notices_notice' and row_id = any(notices);
    update journeys_step
    set message_key = null, origin = '', detail = journeys_coded(detail)
    where journey_id = any(journeys);
end $$;

create function journeys_drop_old_reads(given date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    delete from journeys_sensitiveread where at < given - interval '1 year';
end $$;
"""
REMEMBER = """
drop function journeys_drop_old_reads(date);
drop function journeys_forget(text[], text[], bigint[]);
drop function journeys_coded(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0009_retention"), ("journal", "0003_posts")]

    operations = [migrations.RunSQL(GROWING, GROWING_BEFORE), migrations.RunSQL(FORGET, REMEMBER)]
