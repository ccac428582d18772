"""The notebook is for who orients and who trains that journey; a date of leaving custody for its authority alone."""

from django.db import migrations

from pacte.journal.row_security import protect

REFERENT = (
    "exists (select 1 from journeys_referent r where r.learner_id = {table}.learner_id"
    " and r.body_id = any(pacte_own()) and (r.valid_until is null or r.valid_until >= current_date))"
)
NOTEBOOK = (
    f"{REFERENT.format(table='journeys_notebookline')}"
    " or exists (select 1 from journeys_journey j where j.id = journeys_notebookline.journey_id"
    " and j.learner_id = journeys_notebookline.learner_id and j.provider_body_id = any(pacte_own()))"
    " or pacte_system()"
)
ASKED = "body_id = any(pacte_own()) or pacte_system()"
ADVICE = f"{REFERENT.format(table='journeys_recommendation')} or {ASKED}"
AUTHORITY = "body_id = any(pacte_own()) or pacte_system()"
BEFORE = (
    f"{REFERENT.format(table='journeys_notebookline')}"
    " or exists (select 1 from journeys_journey j where j.learner_id = journeys_notebookline.learner_id"
    " and j.provider_body_id = any(pacte_own())) or pacte_system()"
)
DROP = ";\n".join(f"drop policy journeys_notebookline_{what} on journeys_notebookline" for what in
                  ("read", "add", "change", "remove"))  # fmt: skip


def policies(condition: str) -> str:
    return f"""
create policy journeys_notebookline_read on journeys_notebookline for select using ({condition});
create policy journeys_notebookline_add on journeys_notebookline for insert with check ({condition});
create policy journeys_notebookline_change on journeys_notebookline for update using ({condition})
    with check ({condition});
create policy journeys_notebookline_remove on journeys_notebookline for delete using ({condition});
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0011_advising")]

    operations = [
        migrations.RunSQL(f"{DROP};\n{policies(NOTEBOOK)}", f"{DROP};\n{policies(BEFORE)}"),
        protect("journeys_recommendation", read=ADVICE, write=ASKED),
        protect("journeys_custodydate", read=AUTHORITY, write=AUTHORITY),
    ]
