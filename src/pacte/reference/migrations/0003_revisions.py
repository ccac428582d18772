"""The ledger of loaded files leaves for that of received files; a counter stays, for caches and for what is shipped."""

from django.db import migrations, models

# What pacte ships was recorded under a digest of its content and of the version of the reader, which the counter does
# not have: it is loaded once more at the next start, and changes nothing.
COUNT_LOADS = """
insert into reference_referencerevision (subject, number, digest, changed_at)
select 'files', count(*), '', max(loaded_at) from reference_loadedfile having count(*) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_defect_keys")]

    operations = [
        migrations.CreateModel(
            name="ReferenceRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=200, unique=True)),
                ("number", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(COUNT_LOADS, migrations.RunSQL.noop),
        migrations.DeleteModel(name="LoadedFile"),
    ]
