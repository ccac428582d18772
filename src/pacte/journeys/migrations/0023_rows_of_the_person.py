"""Policies about a person compare with that person's own row, and not a column with itself.

« learner_id » alone, in a sub-query on a table that has one, is the column of the sub-query: the condition held for
everybody. Whoever comes by a personal link reads their file and writes nothing of it: what they do, the machine writes.
"""

from django.db import migrations

from pacte.journal.row_security import ask_once, count_as_machine, protect_anew

LEARNER = """
create or replace function pacte_learner() returns bigint language sql stable parallel restricted
as $$ select (pacte_context())[7]::bigint $$;
"""
OWN = "any((select pacte_own())::bigint[])"
MACHINE = "(select pacte_system())"
STAFF = "organisation_id = any((select pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor'))::bigint[])"
REFERENT = (
    f"exists (select 1 from journeys_referent r where r.learner_id = {{row}}.learner_id and r.body_id = {OWN}"
    " and (r.valid_until is null or r.valid_until >= current_date))"
)
TRAINS = (
    f"exists (select 1 from journeys_journey j where j.learner_id = {{row}}.learner_id and j.provider_body_id = {OWN})"
)
FOLLOWS = f"{MACHINE} or {REFERENT}"
WORKS_WITH = f"{MACHINE} or {REFERENT} or {TRAINS}"
# The policy of the journey applies inside.
AT_WORK = "exists (select 1 from journeys_journey j where j.id = {row}.journey_id and (select pacte_learner()) is null)"
OF_A_JOURNEY = f"{MACHINE} or {AT_WORK}"
JOURNEY_TABLES = ("step", "seat", "attendanceweek", "invitation", "outgoing", "situationask")
NIGHT_COUNTS = ("sessiontally", "grouptally", "situationtally", "actioncount", "publicresult")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0022_dropout_reasons"), ("journal", "0005_signed_context")]

    operations = [
        migrations.RunSQL(LEARNER),
        protect_anew("journeys_learnercontact", read=WORKS_WITH, write=WORKS_WITH),
        protect_anew("journeys_learnerlink", write=WORKS_WITH),
        protect_anew("journeys_sensitivefact", read=FOLLOWS, write=FOLLOWS),
        protect_anew("journeys_barrier", read=FOLLOWS, write=FOLLOWS),
        protect_anew(
            "journeys_referent", read=f"{MACHINE} or {STAFF} or body_id = {OWN} or named_by_id = {OWN} or {TRAINS}"
        ),
        *(protect_anew(f"journeys_{table}", write=OF_A_JOURNEY) for table in JOURNEY_TABLES),
        protect_anew("journeys_due", write=f"{OF_A_JOURNEY} or body_id = {OWN}"),
        protect_anew("journeys_learnerletter", write=WORKS_WITH),
        # Counts of a night are written by jobs and commands alone, not by the machine that the site lends.
        *(protect_anew(f"journeys_{table}", write="(select pacte_jobs())") for table in NIGHT_COUNTS),
        ask_once("journeys"),
        count_as_machine("journeys_bodies_at_work"),
    ]
