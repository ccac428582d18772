"""Steering is for the organisations of the pact: the Region's and those of its leads and readers."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

TABLES = (
    "round", "answer", "remark", "milestone", "milestonestep", "declaredvalue", "risk", "committee", "agendaitem",
    "decision", "decisionstep",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("steering", "0002_functions")]

    operations = [protect(f"steering_{table}", read=WITHIN_REACH, write=WITHIN_REACH) for table in TABLES]
