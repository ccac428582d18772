"""Campaigns towards people who began and never entered a training: who is approached, who was reached by consent.

A contact is read by the body that runs the campaign while it follows the person, and by the person, by their link. The
Region reads counts, by the facts.
"""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security, let_owner_read

SYSTEM = "pacte_system()"
OWN_BODY = f"{SYSTEM} or body_id = any(pacte_own())"
CONTACT = (
    f"{SYSTEM} or (body_id = any(pacte_own()) and exists (select 1 from journeys_referent r"
    " where r.learner_id = {row}.learner_id and r.body_id = {row}.body_id"
    " and (r.valid_until is null or r.valid_until >= current_date)))"
)
# The policy of the contact applies inside.
CONTACT_READ = "exists (select 1 from journeys_campaigncontact c where c.id = {row}.contact_id)"
LEARNER = "(select pacte_learner())"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("journeys", "0021_held_seats"),
        ("plan", "0005_published_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=20)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.plan"),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("planned_on", models.DateField()),
                ("reached_on", models.DateField(blank=True, null=True)),
                ("consent_on", models.DateField(blank=True, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="journeys.campaign"
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.learner"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountedContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted",
                        to="journeys.campaigncontact",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.countedcontact",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.learner"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.plan"),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="journeys_campaign_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaigncontact",
            constraint=models.UniqueConstraint(fields=("campaign", "learner"), name="journeys_campaign_contact_once"),
        ),
        migrations.AddConstraint(
            model_name="campaigncontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent_on__isnull", True), ("reached_on__isnull", False), _connector="OR"),
                    models.Q(("withdrawn_on__isnull", True), ("consent_on__isnull", False), _connector="OR"),
                ),
                name="journeys_campaign_contact_consent",
            ),
        ),
        enable_row_security("journeys_campaign", read=OWN_BODY, write=OWN_BODY),
        enable_row_security("journeys_campaigncontact", read=CONTACT, write=CONTACT),
        enable_row_security(
            "journeys_countedcontact",
            read=f"{SYSTEM} or {CONTACT_READ}",
            write=f"{SYSTEM} or ({LEARNER} is null and {CONTACT_READ})",
        ),
        let_owner_read("journeys_campaigncontact", f"learner_id = {LEARNER}"),
    ]
