"""Who reads a case that somebody outside applied for, and a draft; what is written once; what a procedure counts.

A draft is for its author alone.
"""

from django.db import migrations

from pacte.audit.row_security import enable_row_security
from pacte.procedures.migrations._policies import INSTRUCTED_CASE, READABLE_CASE, instructs

CO_APPLICANT_OF_CASE = (
    "exists (select 1 from procedures_application a join procedures_coapplicant c on c.application_id = a.id"
    " where a.case_id = {row}.id and c.guest_id = pacte_guest() and c.ended_at is null)"
)
CASE_READ = (
    f"pacte_system() or {instructs('{row}')} or guest_id = pacte_guest() or body_id = any(pacte_own())"
    f" or {CO_APPLICANT_OF_CASE}"
)
CASE_WRITE = f"pacte_system() or {instructs('{row}')}"
APPLICATION_READ = (
    "pacte_system() or guest_id = pacte_guest() or body_id = any(pacte_own())"
    " or exists (select 1 from procedures_coapplicant c where c.application_id = {row}.id"
    " and c.guest_id = pacte_guest() and c.ended_at is null)"
)
FORMER_TABLES = (
    "deliverable", "caseevent", "casedeadline", "casedocument", "award", "caseoption", "optioncriterion", "casechoice",
)  # fmt: skip
ONCE = ("caseversion", "casemessage")
# What whoever applied may be told of.
TOLD = ("caseevent", "casedeadline", *ONCE)

COUNTED = """
drop function procedures_moves(bigint, text, text, timestamptz, date);

create function procedures_counted(
    of_plan bigint, of_procedure text, of_transition text, known timestamptz, on_day date, of_fields text[]
)
returns table(plan_action_id bigint, case_id bigint, first_on date, answers jsonb)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select f.plan_action_id, f.id, m.first_on, coalesce((
        select jsonb_object_agg(a.key, a.value)
        from jsonb_each(coalesce((
            select v.values from procedures_caseversion v
            where v.case_id = f.id and v.recorded_at < known order by v.id desc limit 1
        ), f.values)) a
        where a.key = any(of_fields)
    ), '{}'::jsonb)
    from procedures_case f
    join lateral (
        select min(e.happened_on) as first_on from procedures_caseevent e
        where e.case_id = f.id and e.kind = 'moved' and e.code = of_transition
            and e.recorded_at < known and e.happened_on <= on_day
    ) m on m.first_on is not null
    where f.plan_id = of_plan and f.procedure_code = of_procedure and f.plan_action_id is not null
    order by f.id;
    perform set_config('pacte.context', before, true);
end $$;
"""


def drop_policies(table: str) -> migrations.RunSQL:
    """The policies of a table, before it is given others."""
    drops = (f"drop policy {table}_{command} on {table}" for command in ("read", "add", "change", "remove"))
    return migrations.RunSQL(";\n".join(drops), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_applications"), ("audit", "0005_guest_context"), ("accounts", "0005_guests")]
    operations = [
        drop_policies("procedures_case"),
        enable_row_security("procedures_case", read=CASE_READ, write=CASE_WRITE),
        *(drop_policies(f"procedures_{table}") for table in FORMER_TABLES),
        *(
            enable_row_security(
                f"procedures_{table}",
                read=READABLE_CASE if table in TOLD else INSTRUCTED_CASE,
                write=INSTRUCTED_CASE,
            )
            for table in (*FORMER_TABLES, *ONCE)
        ),
        enable_row_security("procedures_application", read=APPLICATION_READ, write="pacte_system()"),
        enable_row_security(
            "procedures_coapplicant", read="pacte_system() or guest_id = pacte_guest()", write="pacte_system()"
        ),
        enable_row_security(
            "procedures_attachment",
            read="pacte_system() or exists (select 1 from procedures_application a where a.id = {row}.application_id)",
            write="pacte_system()",
        ),
        *(
            migrations.RunSQL(
                f"create trigger procedures_{table}_once before delete or update on procedures_{table}"
                " for each row execute function procedures_refuse_rewriting()"
            )
            for table in ONCE
        ),
        migrations.RunSQL(COUNTED),
    ]
