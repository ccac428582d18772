import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("plan", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Module",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(max_length=255)),
                ("hours", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("entry_mode", models.PositiveSmallIntegerField(default=0)),
                ("price_cents", models.PositiveBigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivery_id", models.BigIntegerField(blank=True, null=True)),
                ("changed_in_source_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("unmodelled", models.JSONField(blank=True, default=dict)),
                ("number", models.CharField(max_length=60)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("first_starts_on", models.DateField(blank=True, null=True)),
                ("period_as_given", models.CharField(blank=True, max_length=16)),
                ("enrol_from", models.DateField(blank=True, null=True)),
                ("enrol_until", models.DateField(blank=True, null=True)),
                ("enrolment", models.CharField(blank=True, max_length=255)),
                ("recruitment", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("state", models.CharField(default="planned", max_length=20)),
                ("places_given", models.PositiveIntegerField(blank=True, null=True)),
                ("minimum_given", models.PositiveIntegerField(blank=True, null=True)),
                ("contact", models.JSONField(blank=True, default=dict)),
                ("blocks", models.JSONField(blank=True, default=list)),
                ("url", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="SearchStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivery_id", models.BigIntegerField(blank=True, null=True)),
                ("changed_in_source_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("unmodelled", models.JSONField(blank=True, default=dict)),
                ("number", models.CharField(max_length=60)),
                ("host_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=255)),
                ("objective", models.TextField(blank=True)),
                ("expected_results", models.TextField(blank=True)),
                ("content", models.TextField(blank=True)),
                ("is_certifying", models.BooleanField(default=False)),
                ("pathway", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("level_in", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("level_out", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("general_objective", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("formacode_version", models.CharField(blank=True, max_length=10)),
                (
                    "formacodes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), blank=True, default=list, size=None
                    ),
                ),
                (
                    "nsf_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "rome_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), blank=True, default=list, size=None
                    ),
                ),
                ("certifications", models.JSONField(blank=True, default=list)),
                ("module_reference", models.TextField(blank=True)),
                ("url", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("trainings", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("year", models.PositiveSmallIntegerField()),
                ("domain_code", models.CharField(max_length=10)),
                ("nature", models.CharField(max_length=20)),
                ("zone_kind", models.CharField(max_length=24)),
                ("zone_code", models.CharField(max_length=16)),
                ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("places", models.PositiveIntegerField()),
                ("hours", models.PositiveIntegerField()),
                ("price_unit", models.CharField(max_length=20)),
                ("unit_price_cents", models.PositiveBigIntegerField()),
                ("fund", models.CharField(max_length=20)),
                ("state", models.CharField(default="draft", max_length=20)),
                ("need", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("created_by_name", models.CharField(max_length=200)),
                (
                    "buyer",
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.plan",
                    ),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planaction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ModuleAttestation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500)),
                ("issuer", models.CharField(max_length=20)),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attestations", to="offer.module"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ModuleBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("certification_code", models.CharField(max_length=20)),
                ("block_code", models.CharField(max_length=40)),
                ("label", models.CharField(blank=True, max_length=500)),
                ("certifier", models.CharField(blank=True, max_length=250)),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="offer.module"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("form", models.CharField(max_length=30)),
                ("fund", models.CharField(max_length=20)),
                ("commitment_number", models.CharField(blank=True, max_length=60)),
                ("domain_code", models.CharField(max_length=10)),
                ("nature", models.CharField(max_length=20)),
                ("price_unit", models.CharField(max_length=20)),
                ("unit_price_cents", models.PositiveBigIntegerField()),
                ("signed_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("state", models.CharField(default="signed", max_length=20)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_name", models.CharField(max_length=200)),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="offer.lot",
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.plan",
                    ),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planaction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("terms", models.TextField()),
                ("cents", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=100)),
                ("needs_two", models.BooleanField()),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("prepared_by_name", models.CharField(max_length=200)),
                ("prepared_at", models.DateTimeField()),
                ("signed_by_name", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("signed_digest", models.CharField(blank=True, max_length=64)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preparations",
                        to="offer.order",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="preparation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_order",
                to="offer.preparation",
            ),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("signed_on", models.DateField()),
                ("reason", models.TextField()),
                ("unit_price_cents", models.PositiveBigIntegerField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="offer.order"
                    ),
                ),
                (
                    "preparation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_amendment",
                        to="offer.preparation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivery_id", models.BigIntegerField(blank=True, null=True)),
                ("changed_in_source_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("unmodelled", models.JSONField(blank=True, default=dict)),
                ("siret", models.CharField(max_length=14)),
                ("activity_number", models.CharField(blank=True, max_length=11)),
                ("name", models.CharField(max_length=250)),
                ("legal_name", models.CharField(blank=True, max_length=250)),
                ("quality_mark", models.CharField(blank=True, max_length=200)),
                ("quality_mark_until", models.DateField(blank=True, null=True)),
                ("uai_code", models.CharField(blank=True, max_length=8)),
                ("postal_code", models.CharField(blank=True, max_length=5)),
                ("town", models.CharField(blank=True, max_length=50)),
                ("commune_code", models.CharField(blank=True, max_length=5)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.CharField(blank=True, max_length=160)),
                ("web", models.CharField(blank=True, max_length=400)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="preparation",
            name="provider",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"),
        ),
        migrations.AddField(
            model_name="order",
            name="provider",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"),
        ),
        migrations.CreateModel(
            name="CatalogueDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField(default=0)),
                ("format", models.CharField(max_length=40)),
                ("is_full", models.BooleanField(default=False)),
                ("exported_on", models.DateField(blank=True, null=True)),
                ("state", models.CharField(default="received", max_length=20)),
                ("position", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("defect_counts", models.JSONField(default=dict)),
                ("person_name", models.CharField(max_length=200)),
                ("received_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.provider",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProviderRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("places", models.PositiveIntegerField(default=0)),
                ("hours", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("cause", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by_name", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("state", models.CharField(default="asked", max_length=20)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.order",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuarantinedTraining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider_siret", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("rank", models.BigIntegerField()),
                ("title", models.CharField(blank=True, max_length=255)),
                ("text", models.TextField()),
                ("defects", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField()),
                ("replayed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarantined",
                        to="offer.cataloguedelivery",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.provider",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="offer.session",
                    ),
                ),
                ("host_id", models.BigIntegerField()),
                ("commune_code", models.CharField(blank=True, max_length=5)),
                ("department_code", models.CharField(blank=True, max_length=3)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("open_until", models.DateField(null=True)),
                ("is_rolling", models.BooleanField()),
                ("boxes", models.IntegerField(default=0)),
                ("state", models.CharField(max_length=20)),
                ("left", models.IntegerField(null=True)),
                ("nature", models.CharField(max_length=20)),
                ("is_certifying", models.BooleanField()),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("hours", models.PositiveIntegerField(null=True)),
                ("modality", models.PositiveSmallIntegerField()),
                ("is_evening", models.BooleanField()),
                ("is_part_time", models.BooleanField()),
                (
                    "funder_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("costs_nothing", models.BooleanField(null=True)),
                (
                    "public_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                (
                    "rome_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                ("needs_licence", models.BooleanField(null=True)),
                ("without_car", models.BooleanField(null=True)),
                ("wheelchair", models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SessionPlaces",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="places",
                        serialize=False,
                        to="offer.session",
                    ),
                ),
                ("planned", models.IntegerField(default=0)),
                ("bought", models.IntegerField(default=0)),
                ("opened", models.IntegerField(blank=True, null=True)),
                ("minimum", models.IntegerField(default=0)),
                ("waiting", models.IntegerField(default=0)),
                ("lost", models.IntegerField(default=0)),
                ("counted", models.IntegerField(default=0)),
                ("hours_counted", models.IntegerField(default=0)),
                ("occupied", models.IntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PlaceEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("places", models.IntegerField(default=0)),
                ("hours", models.IntegerField(default=0)),
                ("cents", models.BigIntegerField(default=0)),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("cause", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField(blank=True)),
                ("person_name", models.CharField(max_length=200)),
                (
                    "actor_body",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.amendment",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="offer.placeentry",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.order",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.providerrequest",
                    ),
                ),
                (
                    "other_session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.session",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group_hours", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="offer.order"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LedgerDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivery_id", models.BigIntegerField(blank=True, null=True)),
                ("kind", models.CharField(max_length=20)),
                ("ledger_value", models.CharField(max_length=200)),
                ("file_value", models.CharField(max_length=200)),
                ("site_id_in_file", models.BigIntegerField(blank=True, null=True)),
                ("found_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=20)),
                ("question", models.TextField(blank=True)),
                ("reply", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offer.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="offer.training",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="TrainingQuality",
            fields=[
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quality",
                        serialize=False,
                        to="offer.training",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("computed_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="TrainingSource",
            fields=[
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="source",
                        serialize=False,
                        to="offer.training",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="training",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="trainings", to="offer.provider"
            ),
        ),
        migrations.AddField(
            model_name="module",
            name="training",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="modules", to="offer.training"
            ),
        ),
        migrations.CreateModel(
            name="DescriptionDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                ("saved_by_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offer.training"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Competence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500)),
                ("block_code", models.CharField(blank=True, max_length=40)),
                ("block_label", models.CharField(blank=True, max_length=500)),
                ("is_attested", models.BooleanField(default=False)),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="competences", to="offer.training"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionFollower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offer.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionStateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=20)),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=20)),
                ("cause", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField(blank=True)),
                ("starts_on_before", models.DateField(blank=True, null=True)),
                ("ends_on_before", models.DateField(blank=True, null=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("person_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.provider"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.providerrequest",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offer.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=255)),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=250), blank=True, default=list, size=None
                    ),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5)),
                ("town", models.CharField(blank=True, max_length=50)),
                ("commune_code", models.CharField(blank=True, max_length=5)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("siret", models.CharField(blank=True, max_length=14)),
                ("uai_code", models.CharField(blank=True, max_length=8)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.CharField(blank=True, max_length=160)),
                ("unmodelled", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="offer_site_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="offer_site_coordinates",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="site",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offer.site",
            ),
        ),
        migrations.CreateModel(
            name="TrainingAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivery_id", models.BigIntegerField(blank=True, null=True)),
                ("changed_in_source_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("unmodelled", models.JSONField(blank=True, default=dict)),
                ("number", models.CharField(max_length=60)),
                (
                    "other_sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("entry_mode", models.PositiveSmallIntegerField(default=0)),
                ("modality", models.PositiveSmallIntegerField(default=0)),
                ("pace", models.TextField(blank=True)),
                ("alternation", models.TextField(blank=True)),
                ("prerequisites", models.TextField(blank=True)),
                ("level_required", models.BooleanField(default=False)),
                (
                    "public_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), blank=True, default=list, size=None
                    ),
                ),
                ("public_note", models.CharField(blank=True, max_length=250)),
                ("hours_centre", models.PositiveIntegerField(blank=True, null=True)),
                ("hours_company", models.PositiveIntegerField(blank=True, null=True)),
                ("hours_total", models.PositiveIntegerField(blank=True, null=True)),
                ("duration", models.CharField(blank=True, max_length=150)),
                ("price_hour_cents", models.PositiveIntegerField(blank=True, null=True)),
                ("price_total_cents", models.PositiveBigIntegerField(blank=True, null=True)),
                ("costs_may_be_paid", models.BooleanField(default=False)),
                ("costs_detail", models.CharField(blank=True, max_length=600)),
                ("costs_left", models.CharField(blank=True, max_length=200)),
                ("is_contracted", models.BooleanField(blank=True, null=True)),
                ("contracted_hours", models.PositiveIntegerField(blank=True, null=True)),
                ("funders", models.JSONField(blank=True, default=list)),
                (
                    "programmes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("trainers", models.JSONField(blank=True, default=list)),
                ("accessibility", models.CharField(blank=True, max_length=250)),
                ("catering", models.CharField(blank=True, max_length=250)),
                ("lodging", models.CharField(blank=True, max_length=250)),
                ("transport", models.CharField(blank=True, max_length=250)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                ("recruitment", models.TextField(blank=True)),
                ("pedagogy", models.CharField(blank=True, max_length=200)),
                (
                    "information_dates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                ("information_place", models.JSONField(blank=True, default=dict)),
                ("url", models.CharField(blank=True, max_length=400)),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offer.site",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="training_actions",
                        to="offer.training",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="session",
            name="training_action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="offer.trainingaction"
            ),
        ),
        migrations.CreateModel(
            name="AccessInformation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence_required", models.BooleanField(blank=True, null=True)),
                ("reached_without_car", models.BooleanField(blank=True, null=True)),
                ("way", models.CharField(blank=True, max_length=300)),
                ("wheelchair", models.BooleanField(blank=True, null=True)),
                ("disability_contact", models.CharField(blank=True, max_length=200)),
                ("said_on", models.DateField()),
                ("said_by_name", models.CharField(max_length=200)),
                (
                    "training_action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_word",
                        to="offer.trainingaction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrainingDescription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("summary", models.TextField(blank=True)),
                ("nature", models.CharField(blank=True, max_length=20)),
                ("said_on", models.DateField()),
                ("said_by_name", models.CharField(max_length=200)),
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheet", to="offer.training"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrainingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("said_on", models.DateField()),
                ("said_by_name", models.CharField(max_length=200)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follow_ons", to="offer.training"
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="offer.training"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="offer_lot_code_once"),
        ),
        migrations.AddConstraint(
            model_name="moduleattestation",
            constraint=models.UniqueConstraint(fields=("module", "text"), name="offer_attestation_once"),
        ),
        migrations.AddConstraint(
            model_name="moduleblock",
            constraint=models.UniqueConstraint(fields=("module", "block_code"), name="offer_module_block_once"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(fields=("order", "number"), name="offer_amendment_number_once"),
        ),
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.UniqueConstraint(fields=("siret",), name="offer_provider_siret_once"),
        ),
        migrations.AddIndex(
            model_name="preparation",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["organisation"], name="offer_waiting_signature"
            ),
        ),
        migrations.AddConstraint(
            model_name="preparation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_two", False),
                    ("signed_by__isnull", True),
                    models.Q(("signed_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="offer_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        ("signed_digest", models.F("digest")),
                        ("state", "signed"),
                    ),
                    models.Q(
                        models.Q(("state", "signed"), _negated=True),
                        ("signed_at__isnull", True),
                        ("signed_by__isnull", True),
                        ("signed_digest", ""),
                    ),
                    _connector="OR",
                ),
                name="offer_signed_as_prepared",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("organisation", "key"),
                name="offer_preparation_key_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "order"), models.Q(("state", "withdrawn"), _negated=True)),
                fields=("organisation", "number"),
                name="offer_prepared_number_once",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["organisation", "-signed_on"], name="offer_order_by_date"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="offer_order_number_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("signed_on"))), name="offer_order_dates"
            ),
        ),
        migrations.AddConstraint(
            model_name="cataloguedelivery",
            constraint=models.UniqueConstraint(fields=("organisation", "digest"), name="offer_cataloguedelivery_once"),
        ),
        migrations.AddConstraint(
            model_name="quarantinedtraining",
            constraint=models.UniqueConstraint(fields=("delivery", "rank"), name="offer_quarantinedtraining_once"),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="training",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offer.training"),
        ),
        migrations.AddConstraint(
            model_name="sessionplaces",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bought__gte", 0),
                    ("lost__gte", 0),
                    ("minimum__gte", 0),
                    ("opened__gte", 0),
                    ("planned__gte", 0),
                    ("waiting__gte", 0),
                    ("counted__gte", models.F("lost")),
                    ("hours_counted__gte", 0),
                    ("occupied__gte", 0),
                ),
                name="offer_places_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="providerrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "withdrawn"]),
                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="offer_providerrequest_answered_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="placeentry",
            index=models.Index(fields=["order", "kind"], name="offer_entry_by_order"),
        ),
        migrations.AddConstraint(
            model_name="placeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "bought"), _negated=True),
                    models.Q(("buyer__isnull", False), ("order__isnull", False)),
                    _connector="OR",
                ),
                name="offer_bought_by_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderitem",
            constraint=models.UniqueConstraint(fields=("order", "session"), name="offer_order_line_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgerdifference",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "asked"])),
                fields=("session", "kind"),
                name="offer_one_difference_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="offer_search_words"),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.UniqueConstraint(fields=("number",), name="offer_training_number_once"),
        ),
        migrations.AddConstraint(
            model_name="module",
            constraint=models.UniqueConstraint(fields=("training", "rank"), name="offer_module_rank_once"),
        ),
        migrations.AddConstraint(
            model_name="competence",
            constraint=models.UniqueConstraint(fields=("training", "rank"), name="offer_competence_rank_once"),
        ),
        migrations.AddConstraint(
            model_name="sessionfollower",
            constraint=models.UniqueConstraint(fields=("session", "person"), name="offer_sessionfollower_once"),
        ),
        migrations.AddConstraint(
            model_name="trainingaction",
            constraint=models.UniqueConstraint(fields=("number", "training"), name="offer_action_number_once"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("number", "training_action"), name="offer_session_number_once"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="offer_session_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininglink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("earlier", "later"),
                name="offer_follow_on_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininglink",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True), name="offer_follow_on_other"
            ),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=models.Index(fields=["training"], name="offer_search_training"),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=models.Index(fields=["starts_on", "session"], name="offer_search_by_date"),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=models.Index(fields=["latitude", "longitude"], name="offer_search_by_place"),
        ),
    ]
