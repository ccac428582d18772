"""Files of acts are in the ledger of received files, to which ``intake`` copied their lines."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("interop", "0005_convention_file_numbers")]

    operations = [
        migrations.DeleteModel("ActFileIssue"),
        migrations.DeleteModel("ActFile"),
        migrations.DeleteModel("SavedColumnMapping"),
    ]
