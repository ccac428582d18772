"""The directory of organisations is public to read; posts and substitutes are seen by their person and within reach."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("audit", "0002_functions")]

    operations = [
        enable_row_security("accounts_organisationname", read="true", write="pacte_directory()"),
        enable_row_security("accounts_service", read="true", write="pacte_directory()"),
        enable_row_security(
            "accounts_membership",
            read="person_id = pacte_person() or organisation_id = any(pacte_reach())"
            " or host_id = any(pacte_reach()) or pacte_system()",
            write="pacte_jobs() or (pacte_directory() and host_id = any(pacte_reach()))",
        ),
        enable_row_security(
            "accounts_substitution",
            read="person_id = pacte_person() or substitute_id = pacte_person()"
            " or host_id = any(pacte_reach()) or pacte_system()",
            write="host_id = any(pacte_reach()) or pacte_system()",
        ),
    ]
