"""Who reads a journey: the body that orients, the provider that trains, the Region's staff without any name.

Contact is for who works with the person, sensitive facts for the referent's body alone. Steps and weeks only grow: they
go with their journey on the day of a purge, and not otherwise.
"""

from django.db import migrations

from pacte.journal.row_security import protect

SYSTEM = "pacte_system()"
STAFF = "organisation_id = any(pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor'))"
REFERENT = (
    "exists (select 1 from journeys_referent r where r.learner_id = {learner} and r.body_id = any(pacte_own())"
    " and (r.valid_until is null or r.valid_until >= current_date))"
)
TRAINS = (
    "exists (select 1 from journeys_journey j where j.learner_id = {learner} and j.provider_body_id = any(pacte_own()))"
)
# The policy of the journey applies inside.
OF_A_JOURNEY = "exists (select 1 from journeys_journey j where j.id = {row}.journey_id)"


def any_of(*conditions: str) -> str:
    return " or ".join((*conditions, SYSTEM))


def referent(learner: str) -> str:
    return REFERENT.format(learner=learner)


def trains(learner: str) -> str:
    return TRAINS.format(learner=learner)


LEARNER = any_of(
    STAFF, "opened_by_id = any(pacte_own())", referent("journeys_learner.id"), trains("journeys_learner.id")
)
REFERENT_ROW = any_of(STAFF, "body_id = any(pacte_own())", "named_by_id = any(pacte_own())", trains("{row}.learner_id"))
REFERENT_WRITE = any_of(STAFF, "body_id = any(pacte_own())", "named_by_id = any(pacte_own())")
WORKS_WITH = any_of(referent("{row}.learner_id"), trains("{row}.learner_id"))
REFERENT_ONLY = any_of(referent("{row}.learner_id"))
JOURNEY = any_of(STAFF, "referrer_id = any(pacte_own())", "provider_body_id = any(pacte_own())")
JOURNEY_WRITE = any_of("referrer_id = any(pacte_own())", "provider_body_id = any(pacte_own())", STAFF)
IN_THE_PACT = "organisation_id = any(pacte_reach()) or pacte_system()"

GROWING = """
create function journeys_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a line of % is never changed', tg_table_name using errcode = 'check_violation';
end $$;
create trigger journeys_step_grows before update on journeys_step
for each row execute function journeys_refuse_change();
create trigger journeys_week_grows before update on journeys_attendanceweek
for each row execute function journeys_refuse_change();
"""
UNGROW = """
drop trigger journeys_week_grows on journeys_attendanceweek;
drop trigger journeys_step_grows on journeys_step;
drop function journeys_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0001_tables"),
        ("journal", "0003_posts"),
        ("offer", "0002_security"),
        ("agenda", "0001_tables"),
    ]

    operations = [
        protect("journeys_learner", read=LEARNER, write=LEARNER),
        protect("journeys_referent", read=REFERENT_ROW, write=REFERENT_WRITE),
        protect("journeys_learnercontact", read=WORKS_WITH, write=WORKS_WITH),
        protect("journeys_learnerlink", read=SYSTEM, write=WORKS_WITH),
        protect("journeys_sensitivefact", read=REFERENT_ONLY, write=REFERENT_ONLY),
        protect(
            "journeys_sensitiveread",
            read=any_of("organisation_id = any(pacte_hosts_as('auditor'))", "body_id = any(pacte_own())"),
            write=IN_THE_PACT,
        ),
        protect("journeys_barrier", read=REFERENT_ONLY, write=REFERENT_ONLY),
        protect("journeys_notebookline", read=WORKS_WITH, write=WORKS_WITH),
        protect("journeys_journey", read=JOURNEY, write=JOURNEY_WRITE),
        protect("journeys_step", read=any_of(OF_A_JOURNEY), write=any_of(OF_A_JOURNEY)),
        # A body that cannot see the others' journeys must still find a free seat: a rank says nothing of anybody.
        protect("journeys_seat", read=IN_THE_PACT, write=any_of(OF_A_JOURNEY)),
        protect("journeys_attendanceweek", read=any_of(OF_A_JOURNEY), write=any_of(OF_A_JOURNEY)),
        protect("journeys_invitation", read=any_of(OF_A_JOURNEY), write=any_of(OF_A_JOURNEY)),
        migrations.RunSQL(GROWING, UNGROW),
    ]
