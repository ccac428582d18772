"""A notice is read and marked by its person; whoever acts may tell, and the machine sends."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_tables"), ("audit", "0002_functions")]

    operations = [
        enable_row_security(
            "notifications_notification",
            read="person_id = pacte_person() or pacte_system()",
            write="pacte_person() is not null or pacte_system()",
        ),
    ]
