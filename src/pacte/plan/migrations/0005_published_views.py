"""What the rooms above read of the plan in their SQL."""

from django.db import migrations

from pacte.audit.published_views import publish_view


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_put_in_force_at")]

    operations = [
        publish_view("plan_action_number", "select a.id as plan_action_id, a.plan_id, a.number from plan_planaction a"),
    ]
