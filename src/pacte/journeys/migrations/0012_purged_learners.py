"""The figures read who was erased, by an index on these few, instead of everyone who was not."""

from django.db import migrations, models

from pacte.audit.published_views import drop_view, publish_view


class Migration(migrations.Migration):
    dependencies = [("journeys", "0011_third_party_buyers")]

    operations = [
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(fields=["id"], condition=models.Q(purged_at__isnull=False), name="journeys_purged"),
        ),
        drop_view(
            "journeys_present_learner", "select l.id as learner_id from journeys_learner l where l.purged_at is null"
        ),
        publish_view(
            "journeys_learner_erasure",
            "select l.id as learner_id, l.purged_at is not null as is_purged from journeys_learner l",
        ),
    ]
