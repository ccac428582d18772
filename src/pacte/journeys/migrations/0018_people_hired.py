"""People who entered a session and said that they are hired for long, counted: the case that set it up needs a number."""

from django.db import migrations

# A permanent contract, or one of six months or more, said at three or six months (``records.reasons.Contract``).
# Numbers by group of sessions, and nothing about anybody: each person counts once in a group.
_STANDING = """not {step}.is_withdrawn and {step}.recorded_at < known and {step}.happened_on <= on_day
            and not exists (select 1 from journeys_step c where c.corrects_id = {step}.id and c.recorded_at < known)"""
FUNCTION = f"""
create function journeys_people_hired(of_groups bigint[], of_sessions bigint[], known timestamptz, on_day date)
returns table (of_group bigint, people bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select p.in_group, count(distinct j.learner_id)
    from unnest(of_groups, of_sessions) as p(in_group, session)
    join journeys_journey j on j.session_id = p.session
    where exists (
        select 1 from journeys_step e
        where e.journey_id = j.id and e.kind = 'entered' and e.session_id = p.session
            and {_STANDING.format(step="e")}
    ) and exists (
        select 1 from journeys_step s
        where s.journey_id = j.id and s.kind = 'situation' and s.detail ->> 'months' in ('3', '6')
            and s.detail ->> 'contract' in ('permanent', 'six_months')
            and {_STANDING.format(step="s")}
    )
    group by p.in_group;
    perform set_config('pacte.context', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0017_notebook_readings"), ("audit", "0002_functions")]

    operations = [
        migrations.RunSQL(FUNCTION, "drop function journeys_people_hired(bigint[], bigint[], timestamptz, date)")
    ]
