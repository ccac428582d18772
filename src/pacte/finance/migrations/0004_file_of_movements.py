"""A movement keeps the number of its file and the day as of which that file tells the accounts, without a key."""

from django.db import migrations, models

# Movements are frozen, and row-level security binds the owner too: both are lifted for this statement.
FILL = """
alter table finance_movement no force row level security;
alter table finance_accountingimport no force row level security;
alter table finance_movement disable trigger finance_movement_frozen;
update finance_movement set file_id = imported.id, extracted_on = imported.extracted_on
from finance_accountingimport as imported where imported.id = finance_movement.run_id;
alter table finance_movement enable trigger finance_movement_frozen;
alter table finance_accountingimport force row level security;
alter table finance_movement force row level security
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_security")]

    operations = [
        migrations.AddField("movement", "file_id", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField("movement", "extracted_on", models.DateField(blank=True, null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField("movement", "run"),
    ]
