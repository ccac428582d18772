"""The directory of organisations is public to read; posts and substitutes are seen by their person and within reach."""

from django.db import migrations

from pacte.journal.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("journal", "0002_functions")]

    operations = [
        protect("accounts_organisationname", read="true", write="pacte_directory()"),
        protect("accounts_service", read="true", write="pacte_directory()"),
        protect(
            "accounts_membership",
            read="person_id = pacte_person() or organisation_id = any(pacte_reach())"
            " or host_id = any(pacte_reach()) or pacte_system()",
            write="pacte_jobs() or (pacte_directory() and host_id = any(pacte_reach()))",
        ),
        protect(
            "accounts_standin",
            read="person_id = pacte_person() or substitute_id = pacte_person()"
            " or host_id = any(pacte_reach()) or pacte_system()",
            write="host_id = any(pacte_reach()) or pacte_system()",
        ),
    ]
