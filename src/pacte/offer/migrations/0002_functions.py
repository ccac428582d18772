"""Statement history of bulk tables, append-only ledgers, search table kept up to date, two people for a purchase."""

from django.db import migrations

FUNCTIONS = r"""
create function offer_keep_bulk_history() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    if tg_op = 'UPDATE' then
        insert into audit_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before, after)
        select clock_timestamp(), pacte_setting('act')::uuid, tg_table_name, o.id::text, tg_op,
            coalesce((to_jsonb(n) ->> 'host_id')::bigint, d.organisation_id), to_jsonb(o), to_jsonb(n)
        from old_rows o
        join new_rows n using (id)
        left join offer_cataloguedelivery d on d.id = (to_jsonb(n) ->> 'delivery_id')::bigint
        where o is distinct from n;
    else
        insert into audit_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before)
        select clock_timestamp(), pacte_setting('act')::uuid, tg_table_name, o.id::text, tg_op,
            coalesce((to_jsonb(o) ->> 'host_id')::bigint, d.organisation_id), to_jsonb(o)
        from old_rows o
        left join offer_cataloguedelivery d on d.id = (to_jsonb(o) ->> 'delivery_id')::bigint;
    end if;
    return null;
end $$;

create function offer_refuse_change() returns trigger language plpgsql
as $$
begin
    raise exception 'lines of % are only added', tg_table_name using errcode = 'check_violation';
end $$;

create function offer_plain(text) returns text language sql immutable parallel safe
as $$
select regexp_replace(
    regexp_replace(normalize(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'), nfd), '[\u0300-\u036f]', '', 'g'),
    '[^a-z0-9]+', ' ', 'g')
$$;

create function offer_search_follows_places() returns trigger language plpgsql
as $$
declare
    free integer := greatest(0, coalesce(new.opened, 0) - new.occupied);
begin
    update offer_searchrow
    set "left" = free, boxes = case when free > 0 then boxes | 1 else boxes & ~1 end
    where session_id = new.session_id and new.opened is not null;
    return null;
end $$;

create function offer_search_follows_session() returns trigger language plpgsql
as $$
begin
    update offer_searchrow r
    set state = n.state, starts_on = n.starts_on, ends_on = n.ends_on,
        open_until = offer_open_until(n.state, r.is_rolling, n.starts_on, n.ends_on)
    from new_rows n
    where r.session_id = n.id
        and (r.state, r.starts_on, r.ends_on) is distinct from (n.state, n.starts_on, n.ends_on);
    return null;
end $$;

create function offer_open_until(state text, is_rolling boolean, starts date, ends date) returns date
language sql immutable parallel safe
as $$
select case
    when state in ('cancelled', 'ended') then null
    when starts is null or is_rolling then coalesce(ends, date '9999-12-31')
    else starts
end
$$;

create function offer_guard_preparation() returns trigger language plpgsql
as $$
begin
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.state in ('signed', 'withdrawn')) then
        raise exception 'a preparation that was signed or withdrawn does not change' using errcode = 'check_violation';
    end if;
    if new.digest <> encode(sha256(convert_to(concat_ws(E'\n', new.kind, new.organisation_id, new.buyer_id,
        new.provider_id, coalesce(new.order_id, 0), new.cents, new.terms), 'UTF8')), 'hex') then
        raise exception 'the digest is not that of what is prepared' using errcode = 'check_violation';
    end if;
    if new.state = 'signed' and not pacte_system() and (
        (tg_op = 'INSERT' and new.needs_two)
        or (tg_op = 'UPDATE' and (old.state, old.needs_two, old.digest, old.prepared_by_id)
            is distinct from ('waiting', new.needs_two, new.digest, new.prepared_by_id))
    ) then
        raise exception 'what is signed is what another person prepared' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create function offer_require_signature() returns trigger language plpgsql
as $$
begin
    if tg_op = 'UPDATE' and new.preparation_id is not distinct from old.preparation_id then
        return new;
    end if;
    if tg_op = 'UPDATE' or (new.preparation_id is null and not pacte_system()) or (
        new.preparation_id is not null and not exists (
            select 1 from offer_preparation p where p.id = new.preparation_id and p.state = 'signed'
        )
    ) then
        raise exception 'a row of % names what was signed', tg_table_name using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger offer_sessionplaces_search after insert or update on offer_sessionplaces
for each row execute function offer_search_follows_places();
create trigger offer_session_search after update on offer_session referencing new table as new_rows
for each statement execute function offer_search_follows_session();
create trigger offer_preparation_guarded before insert or delete or update on offer_preparation
for each row execute function offer_guard_preparation();
create trigger offer_order_signed before insert or update of preparation_id on offer_order
for each row execute function offer_require_signature();
create trigger offer_amendment_signed before insert or update of preparation_id on offer_amendment
for each row execute function offer_require_signature();
create trigger offer_placeentry_grows before delete or update on offer_placeentry
for each row execute function offer_refuse_change();
create trigger offer_provider_changed after update on offer_provider
referencing old table as old_rows new table as new_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_provider_removed after delete on offer_provider referencing old table as old_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_session_changed after update on offer_session
referencing old table as old_rows new table as new_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_session_removed after delete on offer_session referencing old table as old_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_sessionstatechange_grows before delete or update on offer_sessionstatechange
for each row execute function offer_refuse_change();
create trigger offer_site_changed after update on offer_site referencing old table as old_rows new table as new_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_site_removed after delete on offer_site referencing old table as old_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_training_changed after update on offer_training
referencing old table as old_rows new table as new_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_training_removed after delete on offer_training referencing old table as old_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_trainingaction_changed after update on offer_trainingaction
referencing old table as old_rows new table as new_rows
for each statement execute function offer_keep_bulk_history();
create trigger offer_trainingaction_removed after delete on offer_trainingaction referencing old table as old_rows
for each statement execute function offer_keep_bulk_history();
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
