"""The directory of organisations is public to read; posts are seen by their person and within reach."""

from django.db import migrations

from pacte.journal.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("journal", "0002_security")]

    operations = [
        protect("accounts_organisationname", read="true", write="pacte_directory()"),
        protect("accounts_service", read="true", write="pacte_directory()"),
        protect(
            "accounts_membership",
            read="person_id = pacte_person() or organisation_id = any(pacte_reach())"
            " or host_id = any(pacte_reach()) or pacte_system()",
            write="pacte_system() or (pacte_directory() and host_id = any(pacte_reach()))",
        ),
    ]
