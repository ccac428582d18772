"""Codes of actions are text (see the migration of the plan), and so is what the counts are given by."""

from importlib import import_module

from django.db import migrations

from pacte.journal.row_security import count_as_machine

NUMBERED = import_module("pacte.evaluation.migrations.0003_counts").FUNCTION
CODED = NUMBERED.replace("number integer", "number text").replace(
    "select x.number as action", "select x.number::text as action"
)
DROP = "drop function evaluation_counts(bigint, timestamptz, date);"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_ask_once"), ("plan", "0006_action_codes")]

    # Made anew, it counts as the machine again.
    operations = [migrations.RunSQL(DROP + CODED, DROP + NUMBERED), count_as_machine("evaluation_counts")]
