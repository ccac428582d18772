"""Which sites are inside a prison is for those who mark them."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

MARKERS = "organisation_id = any(pacte_hosts_as('buyer', 'region_pilot')) or pacte_system()"


class Migration(migrations.Migration):
    dependencies = [("offer", "0016_closed_sites")]

    operations = [enable_row_security("offer_closedsite", read=MARKERS, write=MARKERS)]
