"""The files of series are kept with those of every kind (``intake``, which copies these rows)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_found_gaps")]

    operations = [migrations.DeleteModel("SeriesImport")]
