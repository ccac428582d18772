"""Write-once rows of a case; counts for the indicators."""

from django.db import migrations

FUNCTIONS = """
create function procedures_refuse_rewriting() returns trigger language plpgsql
as $$
begin
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

create function procedures_counts(of_plan bigint, of_procedure text, known timestamptz, on_day date)
returns table(number text, accepted bigint, due bigint, asked bigint, held bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select x.number::text, sum(d.accepted)::bigint, sum(d.due)::bigint, count(*), count(*) filter (where h.kind = 'held')
    from procedures_case f
    join plan_planaction x on x.id = f.plan_action_id
    cross join lateral (
        select count(*) filter (where s.kind = 'deliverable_accepted') as accepted,
            count(*) filter (where s.kind = 'deliverable_accepted' or w.due_on < on_day) as due
        from procedures_deliverable w
        join lateral (
            select e.kind from procedures_caseevent e
            where e.deliverable_id = w.id and e.recorded_at < known and e.kind <> 'deliverable_moved'
            order by e.happened_on desc, e.id desc limit 1
        ) s on true
        where w.case_id = f.id
    ) d
    left join lateral (
        select e.kind from procedures_caseevent e
        where e.case_id = f.id and e.recorded_at < known and e.kind in ('held', 'released')
        order by e.id desc limit 1
    ) h on true
    where f.plan_id = of_plan and f.procedure_code = of_procedure and exists (
        select 1 from procedures_caseevent e
        where e.case_id = f.id and e.kind = 'opened' and e.recorded_at < known
    )
    group by x.number;
    perform set_config('pacte.context', before, true);
end $$;

create trigger procedures_award_once before delete or update on procedures_award
for each row execute function procedures_refuse_rewriting();
create trigger procedures_casechoice_once before delete or update on procedures_casechoice
for each row execute function procedures_refuse_rewriting();
create trigger procedures_casedocument_once before delete or update on procedures_casedocument
for each row execute function procedures_refuse_rewriting();
create trigger procedures_caseevent_once before delete or update on procedures_caseevent
for each row execute function procedures_refuse_rewriting();
create trigger procedures_optionscore_once before delete or update on procedures_optionscore
for each row execute function procedures_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
