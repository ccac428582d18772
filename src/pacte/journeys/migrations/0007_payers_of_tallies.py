"""The tallies name every plan action that buys a session, and not only that of its first line."""

from django.db import migrations, models

# Until the next night, each session keeps the only payer that was counted.
PAYERS = """
update {table} set payers = jsonb_build_array(jsonb_build_object('plan', plan_id, 'action', action_number, 'fund', fund))
where plan_id is not null or action_number is not null or fund <> ''
"""
TABLES = ("sessiontally", "grouptally")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0006_training_entry_view"), ("offer", "0008_session_payers")]

    operations = [
        *(migrations.AddField(table, "payers", models.JSONField(default=list)) for table in TABLES),
        migrations.AddField("sessiontally", "shares", models.JSONField(default=list)),
        *(migrations.RunSQL(PAYERS.format(table=f"journeys_{table}"), migrations.RunSQL.noop) for table in TABLES),
        migrations.RunSQL(
            "update journeys_sessiontally set shares = '[1]' where payers <> '[]'", migrations.RunSQL.noop
        ),
        *(migrations.RemoveField(table, name) for table in TABLES for name in ("plan", "action_number")),
    ]
