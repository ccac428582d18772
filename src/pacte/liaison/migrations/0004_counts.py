"""What the public may know of exchanges: how many messages, never one of them.

The function counts as the machine and returns numbers only: no row, no key, no name leaves it.
"""

from django.db import migrations

FUNCTION = """
create function liaison_counts(host bigint, codes text[], known timestamptz)
returns table (sent bigint, accepted bigint, rejected bigint, received bigint, median_days double precision,
    is_simulated boolean)
language plpgsql as $$
declare
    before text := coalesce(current_setting('pacte.system', true), '');
begin
    perform set_config('pacte.system', 'on', true);
    return query
    select count(*) filter (where d.first_sent_at < known),
        count(*) filter (where d.state = 'acknowledged' and d.settled_at < known),
        count(*) filter (where d.state = 'rejected' and d.settled_at < known),
        (select count(*) from liaison_inbound i join liaison_partner q on q.id = i.partner_id
            where q.organisation_id = host and q.code = any(codes) and i.state = 'applied' and i.settled_at < known),
        extract(epoch from percentile_cont(0.5) within group (order by d.settled_at - d.owed_at)
            filter (where d.state = 'acknowledged' and d.settled_at < known))::double precision / 86400,
        coalesce(bool_or(p.is_simulated), false)
    from liaison_delivery d join liaison_partner p on p.id = d.partner_id
    where p.organisation_id = host and p.code = any(codes);
    perform set_config('pacte.system', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("liaison", "0003_traces_forget")]

    operations = [
        migrations.RunSQL(FUNCTION, "drop function liaison_counts(bigint, text[], timestamptz);"),
    ]
