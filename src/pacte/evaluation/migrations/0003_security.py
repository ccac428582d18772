"""Experiments are for the organisations of the pact; that they exist is public once the plan is."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

TABLES = ("sheetversion", "ownership", "addendum", "finding")
# Whoever sees a voted plan may know how many experiments it has: nothing of what they say.
OF_A_PUBLIC_PLAN = "exists (select 1 from plan_planversion v where v.plan_id = {row}.plan_id and v.state <> 'draft')"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_functions")]

    operations = [
        protect("evaluation_experiment", read=f"{WITHIN_REACH} or {OF_A_PUBLIC_PLAN}", write=WITHIN_REACH),
        *(protect(f"evaluation_{table}", read=WITHIN_REACH, write=WITHIN_REACH) for table in TABLES),
    ]
