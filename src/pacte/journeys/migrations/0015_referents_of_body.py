from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0014_results_security")]

    operations = [
        migrations.AddIndex(
            model_name="referent",
            index=models.Index(fields=["body"], name="journeys_referent_by_body"),
        ),
    ]
