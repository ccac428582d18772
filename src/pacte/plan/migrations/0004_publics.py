"""Whom each version means by its publics. The trigger that freezes a version freezes them with the rest of its line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_life")]

    operations = [migrations.AddField("planversion", "publics", models.JSONField(default=list))]
