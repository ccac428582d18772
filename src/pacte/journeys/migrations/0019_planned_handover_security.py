"""A hand-over planned for a day to come is for the body that gives, and for the machine that does it."""

from django.db import migrations

from pacte.journal.row_security import protect

GIVER = "giver_id = any((select pacte_own())::bigint[]) or (select pacte_system())"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0018_planned_handover")]

    operations = [protect("journeys_plannedhandover", read=GIVER, write=GIVER)]
