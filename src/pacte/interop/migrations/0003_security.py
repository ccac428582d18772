"""Who reads exchanges: the Region's staff without a name inside, a network its own files, the machine everything."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

SYSTEM = "pacte_system()"
STAFF = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot', 'analyst'))"
KEEPERS = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot'))"
OWN = "body_id = any(pacte_own())"
OF_A_FILE = "exists (select 1 from interop_actfile f where f.id = {row}.file_id)"
REGION_TABLES = ("partner", "reconciliation", "messagedifference", "delivery", "inboundmessage", "kairosconvention")


class Migration(migrations.Migration):
    dependencies = [("interop", "0002_functions")]

    operations = [
        *(
            enable_row_security(f"interop_{table}", read=f"{STAFF} or {SYSTEM}", write=f"{KEEPERS} or {SYSTEM}")
            for table in REGION_TABLES
        ),
        enable_row_security("interop_deliveryevent", read=f"{STAFF} or {SYSTEM}", write=f"{KEEPERS} or {SYSTEM}"),
        enable_row_security(
            "interop_actfile", read=f"{STAFF} or {OWN} or {SYSTEM}", write=f"{KEEPERS} or {OWN} or {SYSTEM}"
        ),
        enable_row_security("interop_actfileissue", read=f"{OF_A_FILE} or {SYSTEM}", write=f"{OF_A_FILE} or {SYSTEM}"),
        enable_row_security("interop_savedcolumnmapping", read=f"{OWN} or {SYSTEM}", write=f"{OWN} or {SYSTEM}"),
        # A number in a partner's tool reveals that the person is known there: only the machine looks it up.
        enable_row_security("interop_personreference", read=SYSTEM, write=SYSTEM),
        enable_row_security("interop_dossierreference", read=SYSTEM, write=SYSTEM),
    ]
