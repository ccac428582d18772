"""The public sheet of a training says how many seats are left at its meetings."""

from django.db import migrations

# Visitors have no account: this function gives them a number of people by meeting, and nothing about anybody.
FUNCTION = """
create function journeys_seats_taken(meetings bigint[]) returns table (meeting_id bigint, taken bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
        select i.chosen_id, count(*) from journeys_invitation i where i.chosen_id = any(meetings) group by i.chosen_id;
    perform set_config('pacte.context', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0012_purged_learners"), ("audit", "0002_functions")]

    operations = [migrations.RunSQL(FUNCTION, "drop function journeys_seats_taken(bigint[])")]
