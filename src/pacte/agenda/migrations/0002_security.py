"""Dates of information sessions are public, like the offer; the body that receives and the Region set them."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

WRITE = (
    "organisation_id = any(pacte_hosts_as('region_pilot', 'buyer', 'adviser')) or held_by_id = any(pacte_own())"
    " or pacte_system()"
)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_tables"), ("audit", "0002_functions")]

    operations = [enable_row_security("agenda_meeting", read="true", write=WRITE)]
