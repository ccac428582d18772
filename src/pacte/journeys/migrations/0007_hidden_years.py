"""Years that the public counts of an action leave out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0006_training_entry_view")]

    operations = [migrations.AddField("actioncount", "hidden_years", models.JSONField(default=list))]
