"""Who reads exchanges: the Region's staff without a name inside, a network its own files, the machine everything."""

from django.db import migrations

from pacte.journal.row_security import protect

SYSTEM = "pacte_system()"
STAFF = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot', 'analyst'))"
KEEPERS = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot'))"
OWN = "body_id = any(pacte_own())"
OF_A_FILE = "exists (select 1 from liaison_actfile f where f.id = {row}.file_id)"
REGION_TABLES = ("partner", "comparison", "difference", "delivery", "inbound", "conventionedbody")


class Migration(migrations.Migration):
    dependencies = [("liaison", "0002_functions")]

    operations = [
        *(
            protect(f"liaison_{table}", read=f"{STAFF} or {SYSTEM}", write=f"{KEEPERS} or {SYSTEM}")
            for table in REGION_TABLES
        ),
        protect("liaison_trace", read=f"{STAFF} or {SYSTEM}", write=f"{KEEPERS} or {SYSTEM}"),
        protect("liaison_actfile", read=f"{STAFF} or {OWN} or {SYSTEM}", write=f"{KEEPERS} or {OWN} or {SYSTEM}"),
        protect("liaison_actfileline", read=f"{OF_A_FILE} or {SYSTEM}", write=f"{OF_A_FILE} or {SYSTEM}"),
        protect("liaison_savedcolumns", read=f"{OWN} or {SYSTEM}", write=f"{OWN} or {SYSTEM}"),
        # The number of a person in a tool says that this person is known: the machine alone looks it up.
        protect("liaison_personreference", read=SYSTEM, write=SYSTEM),
        protect("liaison_dossierreference", read=SYSTEM, write=SYSTEM),
    ]
