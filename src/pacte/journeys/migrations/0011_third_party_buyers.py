"""A buyer of another organisation than the Region reads the counts of the pact, without small ones; no journey."""

from django.db import migrations

from pacte.audit.row_security import add_policies

COUNTS = "organisation_id = any(pacte_hosts_as('third_party_buyer'))"
TABLES = ("sessiontally", "situationtally", "grouptally", "publishedcount")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0010_fund_of_each_payer")]

    operations = [add_policies(f"journeys_{table}", "third", read=COUNTS) for table in TABLES]
