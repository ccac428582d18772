"""Who reads what firms are asked and answer: a firm its own alone, even when it applied for the case of others.

The last answers of each case are for the counts of everybody.
"""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

INQUIRY_READ = (
    "pacte_system() or guest_id = pacte_guest()"
    " or (pacte_guest() is null and exists (select 1 from procedures_case f where f.id = {row}.case_id))"
)
ANSWER_READ = "pacte_system() or exists (select 1 from procedures_hireinquiry q where q.id = {row}.inquiry_id)"
ONCE = """
create trigger procedures_hireanswer_once before delete or update on procedures_hireanswer
for each row execute function procedures_refuse_rewriting();
"""
# A line for each firm that answered, and one without firm for a case in which none did.
HIRES = """
create function procedures_hires(of_plan bigint, of_procedure text, known timestamptz, on_day date)
returns table(case_id bigint, opened_on date, moves text[], firm text, hired integer)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select f.id, f.opened_on, array(
        select distinct e.code::text from procedures_caseevent e
        where e.case_id = f.id and e.kind = 'moved' and e.recorded_at < known and e.happened_on <= on_day
    ), h.firm, h.hired
    from procedures_case f
    left join lateral (
        select distinct on (q.firm) q.firm::text as firm, a.hired::integer as hired
        from procedures_hireinquiry q join procedures_hireanswer a on a.inquiry_id = q.id
        where q.case_id = f.id and a.recorded_at < known
        order by q.firm, a.id desc
    ) h on true
    where f.plan_id = of_plan and f.procedure_code = of_procedure
    order by f.id, h.firm;
    perform set_config('pacte.context', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0012_promises"), ("audit", "0005_guest_context")]

    operations = [
        enable_row_security("procedures_hireinquiry", read=INQUIRY_READ, write="pacte_system()"),
        enable_row_security("procedures_hireanswer", read=ANSWER_READ, write="pacte_system()"),
        migrations.RunSQL(ONCE, "drop trigger procedures_hireanswer_once on procedures_hireanswer"),
        migrations.RunSQL(HIRES, "drop function procedures_hires(bigint, text, timestamptz, date)"),
    ]
