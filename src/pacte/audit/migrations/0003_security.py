"""What the audit log and the history of rows show to whom."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_functions")]

    operations = [
        enable_row_security(
            "audit_auditentry",
            read="organisation_id = any(pacte_reach()) or person_id = pacte_person() or pacte_system()",
            write="organisation_id is null or organisation_id = any(pacte_reach()) or pacte_system()",
        ),
        # The trigger alone writes history: its function runs with the rights of the owner.
        enable_row_security(
            "audit_rowchange",
            read="organisation_id = any(pacte_reach()) or pacte_system()",
            write="true",
            write_roles="current_user",
        ),
    ]
