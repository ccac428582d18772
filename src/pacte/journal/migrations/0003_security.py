"""What the audit log and the history of rows show to whom."""

from django.db import migrations

from pacte.journal.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_functions")]

    operations = [
        protect(
            "journal_entry",
            read="organisation_id = any(pacte_reach()) or person_id = pacte_person() or pacte_system()",
            write="organisation_id is null or organisation_id = any(pacte_reach()) or pacte_system()",
        ),
        # The trigger alone writes history: its function runs with the rights of the owner.
        protect(
            "journal_rowchange",
            read="organisation_id = any(pacte_reach()) or pacte_system()",
            write="true",
            write_roles="current_user",
        ),
    ]
