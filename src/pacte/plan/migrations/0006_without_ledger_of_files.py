"""Plan files are in the ledger of the road of files (``intake``), which copies them first."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0005_published_views")]

    operations = [migrations.DeleteModel("PlanImport")]
