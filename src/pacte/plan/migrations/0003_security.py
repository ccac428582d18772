"""Drafts are for the organisations concerned; what was voted is public."""

from django.db import migrations

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

CHILDREN = (
    "versionaxis", "versionobjective", "versionactiontitle", "versionrow", "rowlead", "versionfigure", "versionamount", "versionactionstatus",
    "versionlineagelink",
)  # fmt: skip
# The policy of plan_planversion applies inside: a draft that is not seen hides all its lines.
SEEN = "exists (select 1 from plan_planversion v where v.id = {row}.version_id)"


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_functions")]

    operations = [
        enable_row_security(
            "plan_planversion", read=f"state <> 'draft' or {ORGANISATION_IN_SCOPE}", write=ORGANISATION_IN_SCOPE
        ),
        enable_row_security(
            "plan_plan",
            read=f"{ORGANISATION_IN_SCOPE} or exists (select 1 from plan_planversion v where v.plan_id = {{row}}.id)",
            write=ORGANISATION_IN_SCOPE,
        ),
        *(enable_row_security(f"plan_{child}", read=SEEN, write=SEEN) for child in CHILDREN),
        enable_row_security(
            "plan_actionperson",
            read="organisation_id = any(pacte_reach()) or host_id = any(pacte_reach()) or pacte_system()",
            write="host_id = any(pacte_reach()) or pacte_system()",
        ),
        enable_row_security("plan_savedview", read="person_id = pacte_person()", write="person_id = pacte_person()"),
        enable_row_security("plan_planimport", read=ORGANISATION_IN_SCOPE, write=ORGANISATION_IN_SCOPE),
    ]
