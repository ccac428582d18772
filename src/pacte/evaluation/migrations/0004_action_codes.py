"""Codes of actions are text (see the migration of the plan), and so is what the counts are given by."""

from importlib import import_module

from django.db import migrations

NUMBERED = import_module("pacte.evaluation.migrations.0003_counts").FUNCTION
CODED = NUMBERED.replace("number integer", "number text").replace(
    "select x.number as action", "select x.number::text as action"
)
DROP = "drop function evaluation_counts(bigint, timestamptz, date);"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_counts"), ("plan", "0005_action_codes")]

    operations = [migrations.RunSQL(DROP + CODED, DROP + NUMBERED)]
