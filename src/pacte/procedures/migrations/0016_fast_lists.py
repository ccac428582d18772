"""Lists and counts of cases read an index that holds all that they filter on; a search reads folded words.

Whoever changes how texts are folded (``infra.folded_text``) has this column computed again.
"""

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat

from pacte.infra.folded_text import folded


class Migration(migrations.Migration):
    dependencies = [("procedures", "0015_papers")]
    operations = [
        migrations.RemoveIndex("case", "procedures_case_listed"),
        migrations.AddField(
            "case",
            "words",
            models.GeneratedField(
                db_persist=True,
                expression=folded(Concat("title", Value(" "), "applicant_name")),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["plan", "procedure_code", "edition", "stage"],
                include=(
                    "id", "organisation", "plan_action", "owner", "guest", "body", "opened_on", "ended_on", "held_since",
                    "next_due_on", "answered_on", "outcome", "is_sensitive", "journey_key", "words", "number",
                ),
                name="procedures_case_listed",
            ),
        ),
    ]  # fmt: skip
