"""A series is for everybody, unless it was bought for the pact alone; its values are only added to."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

KEEPERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst')) or pacte_system()"
# The policy of the series applies inside.
OF_A_SERIES = "exists (select 1 from indicators_series s where s.id = {row}.series_id)"
KEPT = (
    "exists (select 1 from indicators_series s where s.id = {row}.series_id and"
    " (s.organisation_id = any(pacte_hosts_as('region_pilot', 'analyst')) or pacte_system()))"
)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_series")]

    operations = [
        protect("indicators_series", read=f"is_public or {WITHIN_REACH}", write=KEEPERS),
        protect("indicators_seriesbreak", read=OF_A_SERIES, write=KEPT),
        protect("indicators_seriespoint", read=OF_A_SERIES, write=KEPT),
    ]
