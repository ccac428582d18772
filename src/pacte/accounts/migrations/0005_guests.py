"""Guests and their links: a guest is read by itself and by its Region, a link by the machine alone (docs/adr/0046)."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_phone"),
        ("audit", "0005_guest_context"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuestLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="accounts.guest"
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
        migrations.AddConstraint(
            model_name="guest",
            constraint=models.UniqueConstraint(fields=("organisation", "email"), name="guest_once"),
        ),
        migrations.AddConstraint(
            model_name="guest",
            constraint=models.CheckConstraint(
                condition=models.Q(("email__regex", "^[!-@\\[-~]+$")), name="guest_email_canonical"
            ),
        ),
        enable_row_security(
            "accounts_guest",
            read="organisation_id = any(pacte_own()) or id = pacte_guest() or pacte_system()",
            write="pacte_system()",
        ),
        enable_row_security("accounts_guestlink", read="pacte_system()", write="pacte_system()"),
    ]
