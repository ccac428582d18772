"""The fund of a tally is that of each of its payers; a session that no line buys has one payer, with a fund only."""

from django.db import migrations

NO_LINE = """
update {table} set payers = jsonb_build_array(jsonb_build_object('plan', null, 'action', null, 'fund', fund))
where payers = '[]'
"""
TABLES = ("sessiontally", "grouptally")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0009_published_rows")]

    operations = [
        migrations.RunSQL(
            "update journeys_sessiontally set shares = '[1]' where payers = '[]'", migrations.RunSQL.noop
        ),
        *(migrations.RunSQL(NO_LINE.format(table=f"journeys_{table}"), migrations.RunSQL.noop) for table in TABLES),
        *(migrations.RemoveField(table, "fund") for table in TABLES),
    ]
