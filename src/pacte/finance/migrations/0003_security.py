"""Money is for the organisations of the pact."""

from django.db import migrations

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

TABLES = ("budgetline", "accountingimport", "commitment", "allocationrule", "allocation", "movement", "columnmapping")


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_functions")]

    operations = [
        enable_row_security(f"finance_{table}", read=ORGANISATION_IN_SCOPE, write=ORGANISATION_IN_SCOPE)
        for table in TABLES
    ]
