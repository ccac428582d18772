"""Codes of actions are text. What was a number keeps its digits; the order is a stored column (see ``plan.fields``).

No policy, view or index is built on these columns but the unique ones, which PostgreSQL makes anew with the type.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

import pacte.plan.fields


class Migration(migrations.Migration):
    dependencies = [("plan", "0005_ask_once")]

    operations = [
        migrations.AlterField("planaction", "number", pacte.plan.fields.ActionCodeField(max_length=20)),
        migrations.AddField("planaction", "number_order", pacte.plan.fields.action_order_column("number")),
        migrations.AddConstraint(
            "planaction",
            models.UniqueConstraint(fields=("plan", "number_order"), name="plan_action_order_once"),
        ),
        migrations.AlterField(
            "rowline",
            "linked_numbers",
            ArrayField(pacte.plan.fields.ActionCodeField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AlterField("lineageline", "origin_number", pacte.plan.fields.ActionCodeField(max_length=20)),
    ]
