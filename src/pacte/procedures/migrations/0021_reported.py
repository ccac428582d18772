"""What accepted reports say, for the figures: the answers that are counted, and no other."""

from django.db import migrations

REPORTED = """
create function procedures_reported(
    of_plan bigint, of_procedure text, of_report text, known timestamptz, on_day date, of_fields text[]
)
returns table(plan_action_id bigint, case_id bigint, judged_on date, answers jsonb)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select distinct on (f.id) f.plan_action_id, f.id, j.judged_on, coalesce((
        select jsonb_object_agg(a.key, a.value) from jsonb_each(r.values) a where a.key = any(of_fields)
    ), '{}'::jsonb)
    from procedures_case f
    join procedures_casereport r on r.case_id = f.id and r.code = of_report and r.recorded_at < known
    join procedures_reportjudgement j on j.report_id = r.id
        and j.is_accepted and j.recorded_at < known and j.judged_on <= on_day
    where f.plan_id = of_plan and f.procedure_code = of_procedure and f.plan_action_id is not null
    order by f.id, r.id desc;
    perform set_config('pacte.context', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0020_outreach")]
    operations = [
        migrations.RunSQL(REPORTED, "drop function procedures_reported(bigint, text, text, timestamptz, date, text[])")
    ]
