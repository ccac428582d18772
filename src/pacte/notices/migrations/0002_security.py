"""A notice is read and marked by its person; whoever acts may tell, and the machine sends."""

from django.db import migrations

from pacte.journal.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_tables"), ("journal", "0002_functions")]

    operations = [
        protect(
            "notices_notice",
            read="person_id = pacte_person() or pacte_system()",
            write="pacte_person() is not null or pacte_system()",
        ),
    ]
