"""The tie between a person and their number is for the machine alone; an answer kept, for who asked and for the staff."""

from django.db import migrations

from pacte.journal.row_security import protect

SYSTEM = "pacte_system()"
STAFF = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst', 'buyer', 'auditor'))"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_tables"), ("journal", "0003_posts"), ("accounts", "0002_security")]

    operations = [
        protect("indicators_factperson", read=SYSTEM, write=SYSTEM),
        protect(
            "indicators_keptanswer",
            read=f"person_id = pacte_person() or {STAFF} or {SYSTEM}",
            write=f"organisation_id = any(pacte_reach()) or {SYSTEM}",
        ),
    ]
