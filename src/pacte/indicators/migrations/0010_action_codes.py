"""Codes of actions are text (see the migration of the plan)."""

from django.db import migrations

import pacte.plan.fields


class Migration(migrations.Migration):
    dependencies = [("indicators", "0009_ask_once"), ("plan", "0006_action_codes")]

    operations = [
        migrations.AlterField(
            "missingindicator",
            "action_number",
            pacte.plan.fields.ActionCodeField(blank=True, max_length=20, null=True),
        ),
    ]
