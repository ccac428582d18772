"""A convention keeps the number of its file in the ledger of received files, which is in a higher room."""

from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies = [("interop", "0004_dossiers_due")]

    operations = [
        migrations.AlterField(
            "kairosconvention",
            "file",
            models.ForeignKey("interop.actfile", PROTECT, related_name="+", db_constraint=False, db_index=False),
        ),
        # The column is the same under both names.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("kairosconvention", "file"),
                migrations.AddField("kairosconvention", "file_id", models.BigIntegerField(), preserve_default=False),
            ]
        ),
    ]
