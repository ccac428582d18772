"""Cases are for the organisations of the pact."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

TABLES = (
    "file", "deliverable", "filestep", "filedeadline", "document", "award", "option", "optioncriterion", "optionscore",
    "choice",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_functions")]

    operations = [protect(f"procedures_{table}", read=WITHIN_REACH, write=WITHIN_REACH) for table in TABLES]
