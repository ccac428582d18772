"""The journeys that a session may call its own: also those of the person who came by their personal link."""

from django.db import migrations

OWN = """
create or replace function journeys_is_own(of_journey uuid) returns boolean language sql stable
as $$
    select exists (
        select 1 from journeys_journey j where j.key = of_journey
            and (j.referrer_id = any(pacte_own()) or j.provider_body_id = any(pacte_own()){learner})
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0019_ends_of_journeys")]
    operations = [
        migrations.RunSQL(
            OWN.format(learner=" or j.learner_id = pacte_learner()"),
            OWN.format(learner=""),
        )
    ]
