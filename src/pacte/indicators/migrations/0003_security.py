"""Series are for everybody unless bought for the pact alone; gaps and disputes for those concerned.

The number of a person in the facts is for the machine alone; a saved answer, for who asked and for the staff.
"""

from django.db import migrations

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

SYSTEM = "pacte_system()"
STAFF = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst', 'buyer', 'auditor'))"
KEEPERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst')) or pacte_system()"
DISPUTE_READERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst', 'auditor', 'state_reader'))"
CONCERNED = "body_ids && (select pacte_own()) or arbiter_id = pacte_person()"


def of(parent: str, condition: str = "") -> str:
    """The policy of the parent applies inside."""
    return (
        f"exists (select 1 from indicators_{parent} t where t.id = {{row}}.{parent}_id"
        + (f" and ({condition})" if condition else "")
        + ")"
    )


KEPT = f"t.{KEEPERS}"
OF_A_SIDE = (
    f"(body_id = any(pacte_own()) and {of('dispute')})"
    f" or {of('dispute', f't.arbiter_id = pacte_person() or t.{KEEPERS}')}"
)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_functions")]

    operations = [
        enable_row_security("indicators_factperson", read=SYSTEM, write=SYSTEM),
        enable_row_security(
            "indicators_savedanswer",
            read=f"person_id = pacte_person() or {STAFF} or {SYSTEM}",
            write=ORGANISATION_IN_SCOPE,
        ),
        enable_row_security("indicators_series", read=f"is_public or {ORGANISATION_IN_SCOPE}", write=KEEPERS),
        *(
            enable_row_security(f"indicators_{table}", read=of("series"), write=of("series", KEPT))
            for table in ("seriesbreak", "seriespoint", "seriessplit")
        ),
        *(
            enable_row_security(f"indicators_{table}", read=ORGANISATION_IN_SCOPE, write=KEEPERS)
            for table in ("seriesimport", "missingindicator", "survey")
        ),
        *(
            enable_row_security(f"indicators_{table}", read=of("survey"), write=of("survey", KEPT))
            for table in ("surveygap", "surveystratum")
        ),
        enable_row_security("indicators_publication", read="true", write=SYSTEM),
        enable_row_security(
            "indicators_dispute",
            read=f"{DISPUTE_READERS} or {CONCERNED} or {SYSTEM}",
            write=f"organisation_id = any(pacte_hosts_as('region_pilot', 'analyst')) or {CONCERNED} or {SYSTEM}",
        ),
        *(
            enable_row_security(f"indicators_{table}", read=of("dispute"), write=OF_A_SIDE)
            for table in ("disputeside", "disputerecord")
        ),
    ]
