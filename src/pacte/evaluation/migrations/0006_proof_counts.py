"""Counts that prove actions: experiments begun by year, and experiments judged at their date."""

from django.db import migrations

FUNCTIONS = """
create function evaluation_first_entries(of_plan bigint, known timestamptz, on_day date)
returns table(plan_action_id bigint, first_year integer, experiments bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select e.plan_action_id, extract(year from e.locked_on)::integer, count(*)
    from evaluation_experiment e
    where e.plan_id = of_plan and e.locked_on <= on_day and e.locked_at < known
        and (e.withdrawn_on is null or e.withdrawn_on > on_day)
    group by 1, 2;
    perform set_config('pacte.context', before, true);
end $$;

-- Of the experiments whose end, as last written, is past, whether or not anybody entered: who gives up withdraws.
create function evaluation_judgements(of_plan bigint, known timestamptz, on_day date, days integer)
returns table(judged_in_time bigint, judged_late bigint, awaited bigint, never_judged bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    with finished as (
        select v.end_on + days as judged_by,
            (select min(f.found_on) from evaluation_finding f
                where f.experiment_id = e.id and f.recorded_at < known and f.found_on <= on_day) as found_on
        from evaluation_experiment e
        join lateral (
            select s.end_on from evaluation_protocolversion s
            where s.experiment_id = e.id and s.recorded_at < known order by s.number desc limit 1
        ) v on v.end_on < on_day
        where e.plan_id = of_plan and e.opened_on <= on_day and (e.withdrawn_on is null or e.withdrawn_on > on_day)
    )
    select count(*) filter (where found_on <= judged_by), count(*) filter (where found_on > judged_by),
        count(*) filter (where found_on is null and judged_by >= on_day),
        count(*) filter (where found_on is null and judged_by < on_day)
    from finished;
    perform set_config('pacte.context', before, true);
end $$;
"""
BACK = """
drop function evaluation_first_entries(bigint, timestamptz, date);
drop function evaluation_judgements(bigint, timestamptz, date, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_effects")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
