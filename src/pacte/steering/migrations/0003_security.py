"""Steering is for the organisations of the pact: the Region's and those of its leads and readers."""

from django.db import migrations

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

TABLES = (
    "round", "roundanswer", "remark", "milestone", "milestoneevent", "declaredvalue", "risk", "committee", "agendaitem",
    "decision", "decisionevent",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("steering", "0002_functions")]

    operations = [
        enable_row_security(f"steering_{table}", read=ORGANISATION_IN_SCOPE, write=ORGANISATION_IN_SCOPE)
        for table in TABLES
    ]
