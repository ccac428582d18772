"""What is left to a certification, shown to an agency with the consent of the learner, who reads and ends it."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

LEARNER = "(select pacte_learner())"
# The referent of the day, whoever proposed it; the learner; and the guest whom they agreed to.
FOLLOWED = (
    "pacte_system() or exists (select 1 from journeys_referent r"
    " where r.learner_id = {row}.learner_id and r.body_id = any(pacte_own())"
    " and (r.valid_until is null or r.valid_until >= (select pacte_today())))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("journeys", "0025_relations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("proposed_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("consent_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("readings", models.PositiveIntegerField(default=0)),
                ("last_read_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.guest",
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("consent_on__isnull", True), ("expires_on__isnull", True), ("guest__isnull", True)
                            ),
                            models.Q(
                                ("consent_on__isnull", False),
                                ("expires_on__gte", models.F("consent_on")),
                                ("guest__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="journeys_share_by_consent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("learner", "email"), name="journeys_share_once"
                    ),
                ],
            },
        ),
        enable_row_security(
            "journeys_progressshare",
            read=f"{FOLLOWED} or learner_id = {LEARNER} or guest_id = pacte_guest()",
            write=FOLLOWED,
        ),
    ]
