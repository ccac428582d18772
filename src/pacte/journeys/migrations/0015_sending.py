"""Prepared is not sent: an invitation leaves on a day of its own, and SMS leave by a gateway."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

from pacte.audit.row_security import enable_row_security

# What is in the table was said to be sent at once. A change of type reads other columns, whatever the policies of rows.
PREPARED_WHEN_SENT = "alter table journeys_invitation alter column prepared_at type timestamptz using sent_at"
# Nobody knows when those that never left were to leave: they are sent on the day when they were prepared.
SENT_WHEN_PREPARED = (
    "alter table journeys_invitation alter column sent_at type timestamptz using coalesce(sent_at, prepared_at)"
)
LEARNER = "(select pacte_learner())"
REFERENT = (
    "exists (select 1 from journeys_referent r where r.learner_id = {row}.learner_id and r.body_id = any(pacte_own())"
    " and (r.valid_until is null or r.valid_until >= (select pacte_today())))"
)
TRAINS = (
    "exists (select 1 from journeys_journey j where j.learner_id = {row}.learner_id"
    " and j.provider_body_id = any(pacte_own()))"
)
WORKS_WITH = f"pacte_system() or {REFERENT} or {TRAINS}"


class Migration(migrations.Migration):
    dependencies = [("journeys", "0014_place_requests"), ("agenda", "0001_tables"), ("accounts", "0001_tables")]

    operations = [
        migrations.AddField("invitation", "prepared_at", models.DateTimeField(db_default=Now())),
        migrations.RunSQL(PREPARED_WHEN_SENT, migrations.RunSQL.noop),
        migrations.AlterField("invitation", "sent_at", models.DateTimeField(blank=True, null=True)),
        # Undone before the column refuses the rows without a day.
        migrations.RunSQL(migrations.RunSQL.noop, SENT_WHEN_PREPARED),
        migrations.AddField(
            "invitation", "unsent_reason", models.CharField(blank=True, db_default="", default="", max_length=20)
        ),
        migrations.AddField("learnercontact", "phone_to_check", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("learnercontact", "no_texts_on", models.DateField(blank=True, null=True)),
        migrations.CreateModel(
            name="LearnerText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(db_index=True, default="waiting", max_length=20)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                ("cost_cents", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.invitation"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.learner"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="agenda.meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "left_at"], name="journeys_text_cost")],
            },
        ),
        enable_row_security("journeys_learnertext", read=f"{WORKS_WITH} or learner_id = {LEARNER}", write=WORKS_WITH),
    ]  # fmt: skip
