"""Cases that took a transition: what the register of a procedure proves of its action."""

from django.db import migrations

FUNCTIONS = """
create function procedures_moves(
    of_plan bigint, of_procedure text, of_transition text, known timestamptz, on_day date
)
returns table(plan_action_id bigint, case_id bigint, first_on date, commune text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select f.plan_action_id, f.id, min(e.happened_on), coalesce(f.values ->> 'commune', '')
    from procedures_case f
    join procedures_caseevent e on e.case_id = f.id and e.kind = 'moved' and e.code = of_transition
        and e.recorded_at < known and e.happened_on <= on_day
    where f.plan_id = of_plan and f.procedure_code = of_procedure and f.plan_action_id is not null
    group by f.id
    order by f.id;
    perform set_config('pacte.context', before, true);
end $$;
"""
BACK = "drop function procedures_moves(bigint, text, text, timestamptz, date)"


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_security"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
