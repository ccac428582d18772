"""Years that the public counts of an action leave out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0007_payers_of_tallies")]

    operations = [migrations.AddField("actioncount", "hidden_years", models.JSONField(default=list))]
