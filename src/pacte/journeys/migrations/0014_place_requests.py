"""Visitors ask for a place from the public sheet of a training, without an account."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

# The site writes for a visitor, who has no account; those whom the visitor chose read and close.
READERS = "pacte_system() or provider_body_id = any(pacte_own()) or network_id = any(pacte_own())"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_clock"),
        ("journeys", "0013_seats_taken"),
        ("offer", "0010_search_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("first_name", models.CharField(blank=True, max_length=80)),
                ("last_name", models.CharField(blank=True, max_length=80)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("town", models.CharField(blank=True, max_length=80)),
                ("has_adviser", models.BooleanField(default=False)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("consent_at", models.DateTimeField()),
                ("consent_version", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("person_name", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("purge_on", models.DateField(db_index=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.session",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.training"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("provider_body__isnull", False), ("network__isnull", False), _connector="OR"
                        ),
                        name="journeys_place_request_has_reader",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journeys_place_request_closed_somehow",
                    ),
                ],
            },
        ),
        enable_row_security("journeys_placerequest", read=READERS, write=READERS),
    ]
