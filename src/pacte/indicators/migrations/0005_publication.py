"""Tables published for everybody, written by the machine alone and never changed."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.journal.row_security import protect

STAYS = """
create function indicators_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a published table is never changed' using errcode = 'check_violation';
end $$;
create trigger indicators_publication_stays before update or delete on indicators_publication
for each row execute function indicators_refuse_change();
"""
UNSTAY = """
drop trigger indicators_publication_stays on indicators_publication;
drop function indicators_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_series_security"), ("accounts", "0003_stand_ins")]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("known_on", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("document", models.JSONField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "code", "year"), name="indicators_published_once")
                ],
            },
        ),
        protect("indicators_publication", read="true", write="pacte_system()"),
        migrations.RunSQL(STAYS, UNSTAY),
    ]
