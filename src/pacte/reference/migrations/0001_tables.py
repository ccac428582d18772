import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("source", models.CharField(max_length=300)),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LoadedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=60)),
                ("edition", models.PositiveSmallIntegerField(null=True)),
                ("release", models.CharField(default="", max_length=20)),
                ("line_count", models.PositiveIntegerField()),
                ("defects", models.JSONField(default=list)),
                ("defect_count", models.PositiveIntegerField(default=0)),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="CertificationVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16)),
                ("edition", models.DateField()),
                ("register", models.CharField(max_length=10)),
                ("title", models.TextField()),
                ("plain_title", models.TextField()),
                ("short_name", models.TextField()),
                ("type_label", models.TextField()),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("is_active", models.BooleanField(null=True)),
                ("state", models.CharField(max_length=60)),
                ("registration_kind", models.CharField(max_length=60)),
                ("decided_on", models.DateField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("delivery_ends_on", models.DateField(null=True)),
                ("published_on", models.DateField(null=True)),
                (
                    "rome_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), null=True, size=None
                    ),
                ),
                (
                    "nsf_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), null=True, size=None
                    ),
                ),
                (
                    "formacodes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), null=True, size=None
                    ),
                ),
                ("certifiers", models.JSONField(null=True)),
                ("blocks", models.JSONField(null=True)),
                (
                    "successors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), null=True, size=None
                    ),
                ),
                (
                    "predecessors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), null=True, size=None
                    ),
                ),
                (
                    "same_as",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), null=True, size=None
                    ),
                ),
                (
                    "routes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), null=True, size=None
                    ),
                ),
                ("url", models.TextField()),
                ("texts", models.JSONField(null=True)),
                ("partner_count", models.PositiveIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["rome_codes"], name="certification_by_rome"),
                    django.contrib.postgres.indexes.GinIndex(fields=["same_as"], name="certification_by_same"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "edition"), name="certification_once_an_edition")
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_code", models.CharField(max_length=5)),
                ("new_code", models.CharField(max_length=5)),
                ("edition", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["new_code"], name="code_change_by_new_code")],
                "constraints": [models.UniqueConstraint(fields=("old_code", "new_code"), name="code_change_once")],
            },
        ),
        migrations.CreateModel(
            name="Contour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("code", models.CharField(max_length=16)),
                ("edition", models.PositiveSmallIntegerField()),
                ("rings", models.JSONField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "code", "edition"), name="contour_once")],
            },
        ),
        migrations.CreateModel(
            name="Nomenclature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=40)),
                ("edition", models.CharField(max_length=20)),
                ("starts_on", models.DateField()),
                ("source", models.CharField(max_length=300)),
                ("is_excerpt", models.BooleanField(default=False)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("scheme", "edition"), name="nomenclature_once")],
            },
        ),
        migrations.CreateModel(
            name="NomenclatureLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=40)),
                ("edition", models.CharField(max_length=20)),
                ("source_code", models.CharField(max_length=64)),
                ("target_code", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=40)),
                ("rank", models.PositiveIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["target_code", "relation"], name="link_by_target")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_code", "relation", "edition", "target_code"), name="link_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NomenclatureTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=40)),
                ("edition", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=64)),
                ("label", models.TextField()),
                ("plain_words", models.TextField()),
                ("kind", models.CharField(max_length=40)),
                ("parent_code", models.CharField(max_length=64)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["scheme", "edition"], name="term_by_edition"),
                    models.Index(fields=["parent_code", "scheme"], name="term_by_parent"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "code", "edition"), name="term_once_an_edition")
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("code", models.CharField(max_length=16)),
                ("edition", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("plain_name", models.CharField(max_length=200)),
                ("nature", models.CharField(max_length=24)),
                ("region_code", models.CharField(max_length=3)),
                ("department_code", models.CharField(max_length=3)),
                ("arrondissement_code", models.CharField(max_length=4)),
                ("epci_code", models.CharField(max_length=9)),
                ("population", models.PositiveIntegerField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plain_name"], name="zone_by_name", opclasses=["varchar_pattern_ops"]),
                    models.Index(fields=["latitude", "longitude"], name="zone_by_place"),
                    models.Index(fields=["epci_code"], name="zone_by_epci"),
                    django.contrib.postgres.indexes.GinIndex(fields=["postal_codes"], name="zone_by_postal_code"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "kind", "code"), name="zone_once_an_edition")
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("vintage", models.PositiveSmallIntegerField()),
                ("commune_code", models.CharField(max_length=5)),
                ("zone_code", models.CharField(max_length=16)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "vintage", "zone_code"], name="membership_by_zone")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "vintage", "commune_code"), name="membership_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ZonePopulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("code", models.CharField(max_length=16)),
                ("year", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "code", "year"), name="zone_population_once")],
            },
        ),
    ]
