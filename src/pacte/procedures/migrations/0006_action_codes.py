"""Codes of actions are text (see the migration of the plan), and so is what the counts are given by."""

from importlib import import_module

from django.contrib.postgres.fields import ArrayField
from django.db import migrations

import pacte.plan.fields
from pacte.journal.row_security import count_as_machine

WHOLE = import_module("pacte.procedures.migrations.0004_requests")
AS_TEXT = WHOLE.CREATE.replace("number integer", "number text").replace("select x.number, ", "select x.number::text, ")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_ask_once"), ("plan", "0006_action_codes")]

    operations = [
        *(
            migrations.AlterField(
                model,
                "enabled_numbers",
                ArrayField(pacte.plan.fields.ActionCodeField(max_length=20), blank=True, default=list, size=None),
            )
            for model in ("choice", "option")
        ),
        migrations.RunSQL(WHOLE.UNDO + AS_TEXT, WHOLE.UNDO + WHOLE.CREATE),
        # Made anew, it counts as the machine again.
        count_as_machine("procedures_counts"),
    ]
