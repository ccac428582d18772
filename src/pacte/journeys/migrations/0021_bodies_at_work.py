"""What the public may know of who follows people here: how many organisations of a kind do, never whom.

The function counts as the machine and returns one number.
"""

from django.db import migrations

FUNCTION = """
create function journeys_bodies_at_work(host bigint, of_kind text, on_day date) returns bigint
language plpgsql as $$
declare
    before text := coalesce(current_setting('pacte.system', true), '');
    found bigint;
begin
    perform set_config('pacte.system', 'on', true);
    select count(*) into found from accounts_organisation o
    where o.kind = of_kind and exists (
        select 1 from journeys_referent r
        where r.body_id = o.id and r.organisation_id = host and r.valid_from <= on_day
    );
    perform set_config('pacte.system', before, true);
    return found;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0020_situation_tally"), ("accounts", "0002_security")]

    operations = [migrations.RunSQL(FUNCTION, "drop function journeys_bodies_at_work(bigint, text, date);")]
