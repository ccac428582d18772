"""What the public may know of ex-ante sheets: how much of them is there, never what they say.

The function counts as the machine and returns numbers only, by number of action: parts written of those that a sheet
has (those of ``evaluation.rules.missing``: a test holds the two together), sheets locked by a first entry, and those
of them that were complete by then. An owner is no promise: it does not weigh on a locked sheet.
"""

from django.db import migrations

FUNCTION = """
create function evaluation_counts(of_plan bigint, known timestamptz, on_day date)
returns table (number integer, written bigint, parts bigint, locked bigint, locked_complete bigint)
language plpgsql as $$
declare
    before text := coalesce(current_setting('pacte.system', true), '');
begin
    perform set_config('pacte.system', 'on', true);
    return query
    with sheets as (
        select x.number as action, coalesce(v.promises, 0) as promises,
            case when o.person_id is null then 0 else 1 end as owners,
            e.locked_on is not null and e.locked_at < known as is_locked
        from evaluation_experiment e
        join plan_planaction x on x.id = e.plan_action_id
        left join lateral (
            select (s.question ~ '[^[:space:]]')::int + (s.public ~ '[^[:space:]]')::int
                + (s.indicator_code ~ '[^[:space:]]' or s.indicator ~ '[^[:space:]]')::int
                + (s.baseline_value is not null)::int + (s.baseline_on is not null)::int
                + (s.baseline_source ~ '[^[:space:]]')::int
                + (s.target_value is not null or s.target ~ '[^[:space:]]')::int
                + (s.method ~ '[^[:space:]]')::int + (s.comparison ~ '[^[:space:]]')::int
                + (s.source ~ '[^[:space:]]')::int + (s.end_on is not null)::int as promises
            from evaluation_sheetversion s
            where s.experiment_id = e.id and s.recorded_at < known order by s.number desc limit 1
        ) v on true
        left join lateral (
            select w.person_id from evaluation_ownership w
            where w.experiment_id = e.id and w.recorded_at < known order by w.id desc limit 1
        ) o on true
        where e.plan_id = of_plan and e.opened_on <= on_day
            and (e.withdrawn_on is null or e.withdrawn_on > on_day)
    )
    select action, sum(promises + owners)::bigint, 12 * count(*), count(*) filter (where is_locked),
        count(*) filter (where is_locked and promises = 11)
    from sheets group by action;
    perform set_config('pacte.system', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_security")]

    operations = [migrations.RunSQL(FUNCTION, "drop function evaluation_counts(bigint, timestamptz, date);")]
