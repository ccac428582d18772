"""What the rooms above read of the journeys in their SQL."""

from django.db import migrations

from pacte.audit.published_views import publish_view


class Migration(migrations.Migration):
    dependencies = [("journeys", "0003_security")]

    operations = [
        publish_view(
            "journeys_present_learner", "select l.id as learner_id from journeys_learner l where l.purged_at is null"
        ),
    ]
