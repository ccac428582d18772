"""Who reads the numbers of people is asked once a query, and not once a person (ADR 0015)."""

from __future__ import annotations

from django.db import migrations

_READ = "alter policy indicators_factperson_read on indicators_factperson using ({})"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_gaps_and_disputes")]
    operations = [
        migrations.RunSQL(_READ.format("(select pacte_system())"), _READ.format("pacte_system()")),
    ]
