"""What the last publication hides, told to every reader.

A public figure must hide the counts that the tables hide, and the public does not read the tables.
"""

from django.db import migrations

FUNCTIONS = """
create function journeys_published_rows(of_hosts bigint[])
returns table(host_id bigint, cut text, year integer, key text, shown jsonb, hidden jsonb, counted_at timestamptz)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    -- The counts of the other cuts are for those who follow the pact.
    return query
    select p.organisation_id, p.cut::text, p.year::integer, p.key::text,
        case when p.cut = 'plan_action' then p.values else '{}'::jsonb end, p.hidden, p.counted_at
    from journeys_publishedcount p where p.organisation_id = any(of_hosts);
    perform set_config('pacte.context', before, true);
end $$;

create function journeys_last_published(of_hosts bigint[]) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
    last timestamptz;
begin
    select max(p.counted_at) into last from journeys_publishedcount p where p.organisation_id = any(of_hosts);
    perform set_config('pacte.context', before, true);
    return last;
end $$;
"""
BACK = """
drop function journeys_published_rows(bigint[]);
drop function journeys_last_published(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0008_hidden_years")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
