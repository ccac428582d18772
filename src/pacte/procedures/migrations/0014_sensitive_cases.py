"""Cases that say something private of a person: who reads them, and the journey that they name; when a case was opened.

They are read by whoever applied, by the posts that instruct, and by the bodies that follow the person: the one that
orients and the one that trains. No other organisation of the pact reads them, whoever opened them.
"""

from django.db import migrations, models
from django.db.models import Q

from pacte.audit.row_security import add_policies, qualify_columns

CASE = "procedures_case"
REFERENTS = "organisation_id = any(pacte_hosts_as('region_pilot', 'action_lead'))"
CO_APPLICANT = (
    "exists (select 1 from procedures_application a join procedures_coapplicant c on c.application_id = a.id"
    " where a.case_id = {row}.id and c.guest_id = pacte_guest() and c.ended_at is null)"
)
FOLLOWED = "(journey_key is not null and journeys_is_own(journey_key))"
# Added to the other policies of the table, whatever they open.
PRIVATE = (
    f"not is_sensitive or pacte_system() or {REFERENTS} or guest_id = pacte_guest() or body_id = any(pacte_own())"
    f" or {CO_APPLICANT} or {FOLLOWED}"
)

COUNTED = """
drop function procedures_counted(bigint, text, text, timestamptz, date, text[]);

create function procedures_counted(
    of_plan bigint, of_procedure text, of_transition text, known timestamptz, on_day date, of_fields text[]
)
returns table(plan_action_id bigint, case_id bigint, first_on date, opened_on date, answers jsonb)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select f.plan_action_id, f.id, m.first_on, f.opened_on, coalesce((
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


class Migration(migrations.Migration):
    dependencies = [("procedures", "0013_promises_security"), ("journeys", "0019_ends_of_journeys")]
    operations = [
        migrations.AddField("case", "is_sensitive", models.BooleanField(default=False)),
        migrations.AddField("case", "journey_key", models.UUIDField(blank=True, null=True)),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=Q(journey_key__isnull=True) | Q(is_sensitive=True),
                name="procedures_case_journey_is_sensitive",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["journey_key"], name="procedures_case_of_journey", condition=Q(journey_key__isnull=False)
            ),
        ),
        add_policies(CASE, "followed", read=FOLLOWED),
        migrations.RunSQL(
            f"create policy {CASE}_private on {CASE} as restrictive using ({qualify_columns(CASE, PRIVATE)})",
            f"drop policy {CASE}_private on {CASE}",
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
