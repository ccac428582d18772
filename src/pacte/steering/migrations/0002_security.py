"""Steering is for the organisations of the pact: the Region's and those of its leads and readers."""

from django.db import migrations

from pacte.journal.row_security import protect

# As everywhere, but asked once a query and not once a row.
REACH = "organisation_id = any((select pacte_reach())::bigint[]) or (select pacte_system())"
TABLES = (
    "round", "answer", "remark", "milestone", "milestonestep", "declaredvalue", "risk", "committee", "agendaitem",
    "decision", "decisionstep",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("steering", "0001_tables"), ("accounts", "0002_security"), ("plan", "0002_security")]

    operations = [protect(f"steering_{table}", read=REACH, write=REACH) for table in TABLES]
