"""Drafts are for the organisations concerned; what was voted is public."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

CHILDREN = (
    "axisline", "objectiveline", "actionline", "rowline", "rowlead", "figureline", "amountline", "standingline",
    "lineageline",
)  # fmt: skip
# The policy of plan_planversion applies inside: a draft that is not seen hides all its lines.
SEEN = "exists (select 1 from plan_planversion v where v.id = {row}.version_id)"


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_functions")]

    operations = [
        protect("plan_planversion", read=f"state <> 'draft' or {WITHIN_REACH}", write=WITHIN_REACH),
        protect(
            "plan_plan",
            read=f"{WITHIN_REACH} or exists (select 1 from plan_planversion v where v.plan_id = {{row}}.id)",
            write=WITHIN_REACH,
        ),
        *(protect(f"plan_{child}", read=SEEN, write=SEEN) for child in CHILDREN),
        protect(
            "plan_actionperson",
            read="organisation_id = any(pacte_reach()) or host_id = any(pacte_reach()) or pacte_system()",
            write="host_id = any(pacte_reach()) or pacte_system()",
        ),
        protect("plan_savedview", read="person_id = pacte_person()", write="person_id = pacte_person()"),
        protect("plan_importrun", read=WITHIN_REACH, write=WITHIN_REACH),
    ]
