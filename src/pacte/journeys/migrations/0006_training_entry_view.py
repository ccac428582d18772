"""Entries into training, for the rooms that owe a dossier of each; the count of councils, which proved nothing, goes."""

from django.db import migrations

from pacte.audit.published_views import publish_view

TRAINING_ENTRY = """
select j.organisation_id, j.key as journey_key, j.referrer_id, j.provider_body_id, j.entered_on, j.is_synthetic
from journeys_journey j where j.entered_on is not null
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0005_clock")]

    operations = [
        publish_view("journeys_training_entry", TRAINING_ENTRY),
        migrations.RunSQL("drop function journeys_bodies_at_work(bigint, text, date)"),
    ]
