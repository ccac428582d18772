"""Series read in files: values that the source hides, names of splits, the file of each import."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.journal.row_security import WITHIN_REACH, protect

KEEPERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'analyst')) or pacte_system()"
# The policy of the series applies inside.
OF_A_SERIES = "exists (select 1 from indicators_series s where s.id = {row}.series_id)"
KEPT = (
    "exists (select 1 from indicators_series s where s.id = {row}.series_id and"
    " (s.organisation_id = any(pacte_hosts_as('region_pilot', 'analyst')) or pacte_system()))"
)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_publication"), ("accounts", "0003_stand_ins")]

    operations = [
        migrations.AddField(
            "series", "theme", models.CharField(blank=True, max_length=20, default=""), preserve_default=False
        ),
        migrations.AddField("series", "is_additive", models.BooleanField(default=False)),
        migrations.AlterField("seriespoint", "value", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
        migrations.AddField("seriespoint", "is_hidden", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "seriespoint",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_hidden", True), ("value", None)),
                    models.Q(("is_hidden", False), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="indicators_point_hidden_or_known",
            ),
        ),
        migrations.CreateModel(
            name="SeriesSplit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                ("label", models.CharField(max_length=300)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="indicators.series"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("series", "code"), name="indicators_split_named_once")],
            },
        ),
        migrations.CreateModel(
            name="SeriesImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_code", models.CharField(max_length=60)),
                ("source_label", models.CharField(max_length=300)),
                ("edition", models.CharField(max_length=120)),
                ("licence", models.CharField(max_length=120)),
                ("file_name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
                ("person_name", models.CharField(max_length=200)),
                ("counts", models.JSONField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        protect("indicators_seriessplit", read=OF_A_SERIES, write=KEPT),
        protect("indicators_seriesimport", read=WITHIN_REACH, write=KEEPERS),
    ]
