"""Who comes by a personal link reads their own file: one more policy a table, which opens nothing to anybody else."""

from django.db import migrations

from pacte.journal.row_security import protect

FUNCTION = """
create function pacte_learner() returns bigint language sql stable parallel safe
as $$ select pacte_setting('learner')::bigint $$;
"""
OWN = "(select pacte_learner())"
# The policy of the journey applies inside.
OF_A_JOURNEY = "exists (select 1 from journeys_journey j where j.id = {row}.journey_id)"
REFERENT = (
    "exists (select 1 from journeys_referent r where r.learner_id = {table}.learner_id"
    " and r.body_id = any(pacte_own()) and (r.valid_until is null or r.valid_until >= current_date))"
)
TRAINS = (
    "exists (select 1 from journeys_journey j where j.learner_id = {table}.learner_id"
    " and j.provider_body_id = any(pacte_own()))"
)
OWN_ROWS = {
    "journeys_learner": f"id = {OWN}",
    "journeys_learnercontact": f"learner_id = {OWN}",
    "journeys_referent": f"learner_id = {OWN}",
    "journeys_sensitivefact": f"learner_id = {OWN}",
    "journeys_barrier": f"learner_id = {OWN}",
    "journeys_notebookline": f"learner_id = {OWN}",
    "journeys_journey": f"learner_id = {OWN}",
    "journeys_sensitiveread": f"learner_key = (select l.key from journeys_learner l where l.id = {OWN})",
    "journeys_seat": f"exists (select 1 from journeys_journey j where j.id = journey_id and j.learner_id = {OWN})",
}
LETTER = " or ".join(
    (REFERENT.format(table="journeys_learnerletter"), TRAINS.format(table="journeys_learnerletter"),
     f"learner_id = {OWN}", "pacte_system()")
)  # fmt: skip
REQUEST_READ = f"{REFERENT.format(table='journeys_learnerrequest')} or learner_id = {OWN} or pacte_system()"
REQUEST_WRITE = f"{REFERENT.format(table='journeys_learnerrequest')} or pacte_system()"


def own(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create policy {table}_own on {table} for select using ({condition})", f"drop policy {table}_own on {table}"
    )


class Migration(migrations.Migration):
    dependencies = [("journeys", "0005_trainees"), ("journal", "0003_posts")]

    operations = [
        migrations.RunSQL(FUNCTION, "drop function pacte_learner()"),
        *(own(table, condition) for table, condition in OWN_ROWS.items()),
        protect("journeys_learnerletter", read=LETTER, write=LETTER),
        protect("journeys_learnerrequest", read=REQUEST_READ, write=REQUEST_WRITE),
        protect(
            "journeys_situationask", read=f"{OF_A_JOURNEY} or pacte_system()", write=f"{OF_A_JOURNEY} or pacte_system()"
        ),
    ]
