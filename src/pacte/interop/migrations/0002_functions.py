"""Delivery events never change, except to erase a person; counts of exchanges."""

from django.db import migrations

FUNCTIONS = """
create function interop_refuse_change() returns trigger language plpgsql
as $$
begin
    if new.detail = '' and new.person_name = ''
        and (to_jsonb(new) - 'detail' - 'person_name') = (to_jsonb(old) - 'detail' - 'person_name') then
        return new;
    end if;
    raise exception 'a trace is never changed' using errcode = 'check_violation';
end $$;

create function interop_counts(host bigint, codes text[], known timestamptz)
returns table(sent bigint, accepted bigint, rejected bigint, received bigint, median_days double precision, is_simulated boolean)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select count(*) filter (where d.first_sent_at < known),
        count(*) filter (where d.state = 'acknowledged' and d.settled_at < known),
        count(*) filter (where d.state = 'rejected' and d.settled_at < known),
        (select count(*) from interop_inboundmessage i join interop_partner q on q.id = i.partner_id
            where q.organisation_id = host and q.code = any(codes) and i.state = 'applied' and i.settled_at < known),
        extract(epoch from percentile_cont(0.5) within group (order by d.settled_at - d.owed_at)
            filter (where d.state = 'acknowledged' and d.settled_at < known))::double precision / 86400,
        coalesce(bool_or(p.is_simulated), false)
    from interop_delivery d join interop_partner p on p.id = d.partner_id
    where p.organisation_id = host and p.code = any(codes);
    perform set_config('pacte.context', before, true);
end $$;

create trigger interop_deliveryevent_grows before update on interop_deliveryevent
for each row execute function interop_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("interop", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
