"""Who reads counts of journeys: roles of the Region that follow it, a provider its sessions, a network its people.

Small numbers are hidden above, in ``queries``: which reader may see them depends on the page.
"""

from django.db import migrations

from pacte.journal.row_security import protect

# Read once a statement, and not once a line.
FOLLOWS = (
    "organisation_id = any((select pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor', 'action_lead',"
    " 'finance_officer', 'state_reader'))::bigint[])"
)
OWN = "{body} = any((select pacte_own())::bigint[])"
SYSTEM = "(select pacte_system())"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0007_counts"), ("journal", "0003_posts")]

    operations = [
        protect(
            "journeys_sessiontally",
            read=" or ".join((FOLLOWS, OWN.format(body="provider_body_id"), SYSTEM)),
            write=SYSTEM,
        ),
        protect(
            "journeys_grouptally", read=" or ".join((FOLLOWS, OWN.format(body="referrer_id"), SYSTEM)), write=SYSTEM
        ),
        # Small numbers are not in it: it is written so that anybody may read it.
        protect("journeys_actioncount", read="true", write=SYSTEM),
    ]
