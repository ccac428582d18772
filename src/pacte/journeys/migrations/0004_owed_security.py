"""Dues are read and settled by who reads the journey, and by the body that owes; messages owed, by who reads the journey."""

from django.db import migrations

from pacte.journal.row_security import protect

OF_A_JOURNEY = "exists (select 1 from journeys_journey j where j.id = {row}.journey_id) or pacte_system()"
DUE = f"{OF_A_JOURNEY} or body_id = any(pacte_own())"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0003_owed"), ("journal", "0003_posts")]

    operations = [
        protect("journeys_due", read=DUE, write=DUE),
        protect("journeys_outgoing", read=OF_A_JOURNEY, write=OF_A_JOURNEY),
    ]
