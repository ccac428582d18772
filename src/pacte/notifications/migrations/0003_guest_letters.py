"""Letters to guests, read by the machine alone."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("notifications", "0002_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuestLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("opens_guest", models.BooleanField(default=False)),
                ("scope", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("tail", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("state", models.CharField(db_index=True, default="waiting", max_length=20)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        enable_row_security("notifications_guestletter", read="pacte_system()", write="pacte_system()"),
    ]
