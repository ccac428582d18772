"""What the public may know of studies says too how many were asked for, and how many of them wait for an answer.

The function counts as the machine and returns numbers only. PostgreSQL lets none but a superuser write a setting of
ours in the head of a function (``set pacte.system = 'on'``): it is set and put back in its body.
"""

from importlib import import_module

from django.db import migrations

DROP = "drop function procedures_counts(bigint, timestamptz, date);"
CREATE = """
create function procedures_counts(of_plan bigint, of_procedure text, known timestamptz, on_day date)
returns table (number integer, accepted bigint, due bigint, asked bigint, held bigint)
language plpgsql as $$
declare
    before text := coalesce(current_setting('pacte.system', true), '');
begin
    perform set_config('pacte.system', 'on', true);
    return query
    select x.number, sum(d.accepted)::bigint, sum(d.due)::bigint, count(*), count(*) filter (where h.kind = 'held')
    from procedures_file f
    join plan_planaction x on x.id = f.plan_action_id
    cross join lateral (
        select count(*) filter (where s.kind = 'deliverable_accepted') as accepted,
            count(*) filter (where s.kind = 'deliverable_accepted' or w.due_on < on_day) as due
        from procedures_deliverable w
        join lateral (
            select e.kind from procedures_filestep e
            where e.deliverable_id = w.id and e.recorded_at < known and e.kind <> 'deliverable_moved'
            order by e.happened_on desc, e.id desc limit 1
        ) s on true
        where w.file_id = f.id
    ) d
    left join lateral (
        select e.kind from procedures_filestep e
        where e.file_id = f.id and e.recorded_at < known and e.kind in ('held', 'released')
        order by e.id desc limit 1
    ) h on true
    where f.plan_id = of_plan and f.procedure_code = of_procedure and exists (
        select 1 from procedures_filestep e
        where e.file_id = f.id and e.kind = 'opened' and e.recorded_at < known
    )
    group by x.number;
    perform set_config('pacte.system', before, true);
end $$;
"""
UNDO = "drop function procedures_counts(bigint, text, timestamptz, date);"
BEFORE = import_module("pacte.procedures.migrations.0003_counts").FUNCTION


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_counts")]

    operations = [migrations.RunSQL(DROP + CREATE, UNDO + BEFORE)]
