"""Individual appointments: with one adviser, for one person. Their dates are not public: the body alone reads them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import qualify_columns

TABLE = "agenda_meeting"
READ = "kind <> 'individual' or held_by_id = any(pacte_own()) or pacte_system()"


def _read(condition: str) -> str:
    return f"alter policy {TABLE}_read on {TABLE} using ({condition})"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("agenda", "0002_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "meeting",
            "adviser",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(
                condition=~models.Q(("kind", "individual"))
                | models.Q(("seats", 1), ("session", None), ("training_action", None)),
                name="agenda_meeting_individual",
            ),
        ),
        migrations.RunSQL(_read(qualify_columns(TABLE, READ)), _read("true")),
    ]
