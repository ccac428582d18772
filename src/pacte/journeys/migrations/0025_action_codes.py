"""Codes of actions are text (see the migration of the plan)."""

from django.db import migrations

import pacte.plan.fields


class Migration(migrations.Migration):
    dependencies = [("journeys", "0024_pace_of_links"), ("plan", "0006_action_codes")]

    operations = [
        migrations.AlterField("actioncount", "action_number", pacte.plan.fields.ActionCodeField(max_length=20)),
        *(
            migrations.AlterField(
                model, "action_number", pacte.plan.fields.ActionCodeField(blank=True, max_length=20, null=True)
            )
            for model in ("grouptally", "sessiontally")
        ),
    ]
