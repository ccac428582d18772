"""How the journeys of some keys ended, as known at a time, for what is counted of a procedure. No person is told."""

from django.db import migrations

ENDS = """
create function journeys_ends(keys uuid[], known timestamptz, on_day date)
returns table(journey_key uuid, ended_on date, end_kind text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select j.key, e.happened_on, e.detail->>'end_kind'
    from journeys_journey j
    join lateral (
        select s.kind, s.happened_on, s.detail from journeys_step s
        where s.journey_id = j.id and s.kind in ('entered', 'resumed', 'ended') and not s.is_withdrawn
            and s.recorded_at < known and s.happened_on <= on_day
            and not exists (
                select 1 from journeys_step c where c.corrects_id = s.id and c.recorded_at < known
            )
        order by s.happened_on desc, s.recorded_at desc, s.id desc limit 1
    ) e on e.kind = 'ended'
    where j.key = any(keys)
    order by j.id;
    perform set_config('pacte.context', before, true);
end $$;

create function journeys_is_own(of_journey uuid) returns boolean language sql stable
as $$
    select exists (
        select 1 from journeys_journey j where j.key = of_journey
            and (j.referrer_id = any(pacte_own()) or j.provider_body_id = any(pacte_own()))
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0018_people_hired")]
    operations = [
        migrations.RunSQL(
            ENDS, "drop function journeys_ends(uuid[], timestamptz, date); drop function journeys_is_own(uuid)"
        )
    ]
