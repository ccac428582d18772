from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0021_bodies_at_work")]

    operations = [
        migrations.AddField(
            model_name="sessiontally",
            name="reasons",
            field=models.JSONField(default=dict),
        ),
    ]
