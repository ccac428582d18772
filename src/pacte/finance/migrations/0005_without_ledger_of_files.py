"""Received files and how they are read are kept with those of every kind (``intake``, which copies these rows)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("finance", "0004_file_of_movements")]

    operations = [migrations.DeleteModel("AccountingImport"), migrations.DeleteModel("ColumnMapping")]
