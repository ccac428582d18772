"""Versions of what trainings teach; requirements for the purchases to come, and the lots that carry them."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_phone"),
        ("offer", "0012_files_of_catalogues"),
    ]

    operations = [
        migrations.CreateModel(
            name="PurchaseRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("certification_code", models.CharField(blank=True, max_length=20)),
                ("domain_code", models.CharField(blank=True, max_length=10)),
                ("origin_label", models.CharField(max_length=300)),
                ("origin_reference", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                ("written_by_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LotRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carried_at", models.DateTimeField()),
                ("carried_by_name", models.CharField(max_length=200)),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lot_requirements", to="offer.lot"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lot_requirements",
                        to="offer.purchaserequirement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrainingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveIntegerField()),
                ("taught", models.JSONField()),
                ("closed_at", models.DateTimeField(db_index=True)),
                ("file_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former_versions", to="offer.training"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="purchaserequirement",
            index=models.Index(fields=["organisation", "-since", "-id"], name="offer_requirement_by_date"),
        ),
        migrations.AddConstraint(
            model_name="purchaserequirement",
            constraint=models.UniqueConstraint(
                models.F("organisation"),
                models.F("origin_reference"),
                django.db.models.functions.text.MD5("text"),
                name="offer_requirement_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaserequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("certification_code", ""), ("domain_code", ""), _negated=True),
                name="offer_requirement_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaserequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="offer_requirement_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="lotrequirement",
            constraint=models.UniqueConstraint(fields=("requirement", "lot"), name="offer_requirement_in_lot_once"),
        ),
        migrations.AddConstraint(
            model_name="trainingversion",
            constraint=models.UniqueConstraint(fields=("training", "rank"), name="offer_version_rank_once"),
        ),
    ]
