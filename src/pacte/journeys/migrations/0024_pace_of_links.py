"""The pace of a personal link is kept in a token bucket: its two columns go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journeys", "0023_rows_of_the_person"), ("accounts", "0005_one_spelling_of_an_email")]

    operations = [
        migrations.RemoveField(model_name="learnerlink", name="recent_uses"),
        migrations.RemoveField(model_name="learnerlink", name="recent_since"),
    ]
