"""Results of trainings are for anybody to read: small counts are not in them. The machine alone writes them."""

from django.db import migrations

from pacte.journal.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("journeys", "0013_results"), ("journal", "0003_posts")]

    operations = [protect("journeys_publicresult", read="true", write="(select pacte_system())")]
