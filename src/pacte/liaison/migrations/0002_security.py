"""Who reads exchanges: the Region's staff without a name inside, a network its own files, the machine everything.

A trace is only added to: what happened to a message cannot be told otherwise afterwards.
"""

from django.db import migrations

from pacte.journal.row_security import protect

SYSTEM = "pacte_system()"
STAFF = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot', 'analyst'))"
KEEPERS = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot'))"
OWN = "body_id = any(pacte_own())"
OF_A_FILE = "exists (select 1 from liaison_actfile f where f.id = {row}.file_id)"
REGION_TABLES = ("partner", "comparison", "difference", "delivery", "inbound", "conventionedbody")
GROWING = """
create function liaison_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a trace is never changed' using errcode = 'check_violation';
end $$;
create trigger liaison_trace_grows before update on liaison_trace
for each row execute function liaison_refuse_change();
"""
UNGROW = "drop trigger liaison_trace_grows on liaison_trace; drop function liaison_refuse_change();"


class Migration(migrations.Migration):
    dependencies = [("liaison", "0001_tables"), ("journeys", "0002_security"), ("journal", "0003_posts")]

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
        migrations.RunSQL(GROWING, UNGROW),
    ]
