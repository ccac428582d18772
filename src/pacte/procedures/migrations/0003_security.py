"""Cases are for the organisations of the pact."""

from django.db import migrations

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

TABLES = (
    "case", "deliverable", "caseevent", "casedeadline", "casedocument", "award", "caseoption", "optioncriterion", "optionscore",
    "casechoice",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_functions")]

    operations = [
        enable_row_security(f"procedures_{table}", read=ORGANISATION_IN_SCOPE, write=ORGANISATION_IN_SCOPE)
        for table in TABLES
    ]
