"""Triggers that keep locked experiments unchanged; counts for the indicators."""

from django.db import migrations

FUNCTIONS = """
create function evaluation_refuse_rewriting() returns trigger language plpgsql
as $$
begin
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

-- Once the experiment is locked, its protocol has no new version.
create function evaluation_refuse_late_version() returns trigger language plpgsql
as $$
begin
    if exists (select 1 from evaluation_experiment e where e.id = new.experiment_id and e.locked_on is not null) then
        raise exception 'sheet % is locked', new.experiment_id using errcode = 'check_violation';
    end if;
    return new;
end $$;

-- A lock is never removed or moved; a locked experiment is never changed or deleted.
create function evaluation_refuse_unlocking() returns trigger language plpgsql
as $$
begin
    if old.locked_on is null then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' or to_jsonb(new) is distinct from to_jsonb(old) then
        raise exception 'experiment % is locked', old.id using errcode = 'check_violation';
    end if;
    return new;
end $$;

create function evaluation_counts(of_plan bigint, known timestamptz, on_day date)
returns table(number text, written bigint, parts bigint, locked bigint, locked_complete bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    with sheets as (
        select x.number::text as action, coalesce(v.promises, 0) as promises,
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
            from evaluation_protocolversion s
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
    perform set_config('pacte.context', before, true);
end $$;

create trigger evaluation_protocolversion_late before insert on evaluation_protocolversion
for each row execute function evaluation_refuse_late_version();
create trigger evaluation_experiment_locked before delete or update on evaluation_experiment
for each row execute function evaluation_refuse_unlocking();
create trigger evaluation_addendum_once before delete or update on evaluation_addendum
for each row execute function evaluation_refuse_rewriting();
create trigger evaluation_finding_once before delete or update on evaluation_finding
for each row execute function evaluation_refuse_rewriting();
create trigger evaluation_ownership_once before delete or update on evaluation_ownership
for each row execute function evaluation_refuse_rewriting();
create trigger evaluation_protocolversion_once before delete or update on evaluation_protocolversion
for each row execute function evaluation_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
