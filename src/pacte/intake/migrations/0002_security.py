"""Who reads received files: the people of their sender; and the staff of the Region, unless they hold personal data."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

OWN = "organisation_id = any(pacte_own())"
STAFF = (
    "host_id = any(pacte_hosts_as('administrator', 'region_pilot', 'analyst', 'buyer', 'finance_officer', 'auditor'))"
)
OWN_OR_SYSTEM = f"{OWN} or pacte_system()"
WITHOUT_PEOPLE = f"(not is_personal and {STAFF})"
KEEPERS = "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot', 'analyst'))"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_tables")]

    operations = [
        enable_row_security("intake_receivedfile", read=f"{OWN_OR_SYSTEM} or {STAFF}", write=OWN_OR_SYSTEM),
        enable_row_security("intake_savedmapping", read=OWN_OR_SYSTEM, write=OWN_OR_SYSTEM),
        *(
            enable_row_security(f"intake_{table}", read=f"{OWN_OR_SYSTEM} or {WITHOUT_PEOPLE}", write=OWN_OR_SYSTEM)
            for table in ("receivedcontent", "refusedrow", "appliedchange")
        ),
        enable_row_security(
            "intake_fileowner", read="organisation_id = any(pacte_reach()) or pacte_system()",
            write=f"{KEEPERS} or pacte_system()",
        ),
    ]  # fmt: skip
