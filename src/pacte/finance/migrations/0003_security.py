"""Money is for the organisations of the pact."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

TABLES = ("budgetline", "importrun", "commitment", "allocationrule", "allocation", "movement", "columnmapping")


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_functions")]

    operations = [protect(f"finance_{table}", read=WITHIN_REACH, write=WITHIN_REACH) for table in TABLES]
