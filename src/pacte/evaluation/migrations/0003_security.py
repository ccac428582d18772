"""Experiments are for the organisations of the pact; that they exist is public once the plan is."""

from django.db import migrations

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

TABLES = ("protocolversion", "ownership", "addendum", "finding")
# Readers of a voted plan may know how many experiments it has, and nothing of their content.
OF_A_PUBLIC_PLAN = "exists (select 1 from plan_planversion v where v.plan_id = {row}.plan_id and v.state <> 'draft')"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_functions")]

    operations = [
        enable_row_security(
            "evaluation_experiment", read=f"{ORGANISATION_IN_SCOPE} or {OF_A_PUBLIC_PLAN}", write=ORGANISATION_IN_SCOPE
        ),
        *(
            enable_row_security(f"evaluation_{table}", read=ORGANISATION_IN_SCOPE, write=ORGANISATION_IN_SCOPE)
            for table in TABLES
        ),
    ]
