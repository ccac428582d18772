"""Who reads a journey: the body that orients, the provider that trains, the Region's staff without any name.

Contact is for who works with the person, sensitive facts for the referent's body alone. Whoever comes by a personal link
reads their own file and writes nothing of it: what they do, the machine writes. Counts of a night are written by jobs and
commands alone, not by the machine that the site lends; small numbers are hidden above, in ``queries``.

The machine is asked first: PostgreSQL stops at the first branch of « or » that holds, and looks for no journey.
"""

from django.db import migrations

from pacte.audit.row_security import enable_row_security, let_owner_read

SYSTEM = "pacte_system()"
JOBS = "pacte_jobs()"
LEARNER = "(select pacte_learner())"
STAFF = "organisation_id = any(pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor'))"
FOLLOWS = (
    "organisation_id = any(pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor', 'action_lead',"
    " 'finance_officer', 'state_reader'))"
)


def referent(learner: str = "{row}.learner_id") -> str:
    return (
        f"exists (select 1 from journeys_referent r where r.learner_id = {learner} and r.body_id = any(pacte_own())"
        " and (r.valid_until is null or r.valid_until >= current_date))"
    )


def trains(learner: str = "{row}.learner_id") -> str:
    return (
        f"exists (select 1 from journeys_journey j where j.learner_id = {learner}"
        " and j.provider_body_id = any(pacte_own()))"
    )


def machine_or(*conditions: str) -> str:
    return " or ".join((SYSTEM, *conditions))


OWN_BODY = "body_id = any(pacte_own())"
PEOPLE = machine_or(STAFF, "opened_by_id = any(pacte_own())", referent("{row}.id"), trains("{row}.id"))
NAMED = (STAFF, OWN_BODY, "named_by_id = any(pacte_own())")
FOLLOWED = machine_or(referent())
WORKS_WITH = machine_or(referent(), trains())
JOURNEY = machine_or(STAFF, "referrer_id = any(pacte_own())", "provider_body_id = any(pacte_own())")
# The policy of the journey applies inside.
READ = "exists (select 1 from journeys_journey j where j.id = {row}.journey_id)"
AT_WORK = f"exists (select 1 from journeys_journey j where j.id = {{row}}.journey_id and {LEARNER} is null)"
NOTEBOOK = machine_or(
    referent(),
    "exists (select 1 from journeys_journey j where j.id = {row}.journey_id"
    " and j.learner_id = {row}.learner_id and j.provider_body_id = any(pacte_own()))",
)
GIVER = machine_or("giver_id = any(pacte_own())")
IN_THE_PACT = machine_or("organisation_id = any(pacte_reach())")
OWN_ROWS = {
    "journeys_learner": f"id = {LEARNER}",
    "journeys_learnercontact": f"learner_id = {LEARNER}",
    "journeys_referent": f"learner_id = {LEARNER}",
    "journeys_sensitivefact": f"learner_id = {LEARNER}",
    "journeys_barrier": f"learner_id = {LEARNER}",
    "journeys_notebookentry": f"learner_id = {LEARNER}",
    "journeys_journey": f"learner_id = {LEARNER}",
    "journeys_sensitiveread": f"learner_key = (select l.key from journeys_learner l where l.id = {LEARNER})",
    "journeys_seat": "exists (select 1 from journeys_journey j where j.id = {row}.journey_id"
    f" and j.learner_id = {LEARNER})",
}


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_functions"), ("offer", "0003_security")]

    operations = [
        enable_row_security("journeys_learner", read=PEOPLE, write=PEOPLE),
        enable_row_security("journeys_referent", read=machine_or(*NAMED, trains()), write=machine_or(*NAMED)),
        enable_row_security("journeys_learnercontact", read=WORKS_WITH, write=WORKS_WITH),
        enable_row_security("journeys_learnerlink", read=SYSTEM, write=WORKS_WITH),
        enable_row_security("journeys_sensitivefact", read=FOLLOWED, write=FOLLOWED),
        enable_row_security(
            "journeys_sensitiveread",
            read=machine_or("organisation_id = any(pacte_hosts_as('auditor'))", OWN_BODY),
            write=IN_THE_PACT,
        ),
        enable_row_security("journeys_barrier", read=FOLLOWED, write=FOLLOWED),
        enable_row_security("journeys_notebookentry", read=NOTEBOOK, write=NOTEBOOK),
        enable_row_security("journeys_learneremail", read=f"{WORKS_WITH} or learner_id = {LEARNER}", write=WORKS_WITH),
        enable_row_security("journeys_learnerrequest", read=f"{FOLLOWED} or learner_id = {LEARNER}", write=FOLLOWED),
        enable_row_security(
            "journeys_recommendation", read=machine_or(referent(), OWN_BODY), write=machine_or(OWN_BODY)
        ),
        enable_row_security("journeys_custodydate", read=machine_or(OWN_BODY), write=machine_or(OWN_BODY)),
        enable_row_security("journeys_plannedhandover", read=GIVER, write=GIVER),
        enable_row_security("journeys_journey", read=JOURNEY, write=JOURNEY),
        *(
            enable_row_security(f"journeys_{table}", read=machine_or(READ), write=machine_or(AT_WORK))
            for table in ("step", "attendanceweek", "invitation", "outboxmessage", "situationsurvey")
        ),
        # An organisation that cannot see the others' journeys must still find a free seat: a rank identifies nobody.
        enable_row_security("journeys_seat", read=IN_THE_PACT, write=machine_or(AT_WORK)),
        # An obligation is read and settled by readers of the journey and by the organisation that must act.
        enable_row_security(
            "journeys_obligation", read=machine_or(READ, OWN_BODY), write=machine_or(AT_WORK, OWN_BODY)
        ),
        *(
            enable_row_security(
                f"journeys_{table}", read=machine_or(FOLLOWS, "provider_body_id = any(pacte_own())"), write=JOBS
            )
            for table in ("sessiontally", "situationtally")
        ),
        enable_row_security(
            "journeys_grouptally", read=machine_or(FOLLOWS, "referrer_id = any(pacte_own())"), write=JOBS
        ),
        enable_row_security("journeys_publishedcount", read=machine_or(FOLLOWS), write=JOBS),
        enable_row_security("journeys_countpublication", read=SYSTEM, write=JOBS),
        # Small numbers are not in them: they are written so that anybody may read them.
        *(
            enable_row_security(f"journeys_{table}", read="true", write=JOBS)
            for table in ("actioncount", "publicresult")
        ),
        *(let_owner_read(table, condition) for table, condition in OWN_ROWS.items()),
    ]
