"""What the public may know of studies: how many deliverables were accepted of those due, never which.

The function counts as the machine and returns numbers only, by number of action.
"""

from django.db import migrations

FUNCTION = """
create function procedures_counts(of_plan bigint, known timestamptz, on_day date)
returns table (number integer, accepted bigint, due bigint)
language plpgsql as $$
declare
    before text := coalesce(current_setting('pacte.system', true), '');
begin
    perform set_config('pacte.system', 'on', true);
    return query
    select x.number, count(*) filter (where s.kind = 'deliverable_accepted'),
        count(*) filter (where s.kind = 'deliverable_accepted' or d.due_on < on_day)
    from procedures_file f
    join plan_planaction x on x.id = f.plan_action_id
    join procedures_deliverable d on d.file_id = f.id
    join lateral (
        select e.kind from procedures_filestep e
        where e.deliverable_id = d.id and e.recorded_at < known and e.kind <> 'deliverable_moved'
        order by e.happened_on desc, e.id desc limit 1
    ) s on true
    where f.plan_id = of_plan
    group by x.number;
    perform set_config('pacte.system', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_security")]

    operations = [migrations.RunSQL(FUNCTION, "drop function procedures_counts(bigint, timestamptz, date);")]
