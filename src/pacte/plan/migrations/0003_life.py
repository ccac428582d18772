"""States and lineage of actions, frozen with their version; each version bears its own years."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.journal.row_security import protect

SEEN = "exists (select 1 from plan_planversion v where v.id = {row}.version_id)"
CHILDREN = ("standingline", "lineageline")
FREEZE = "".join(
    f"create trigger plan_{child}_frozen before insert or update or delete on plan_{child} "
    "for each row execute function plan_refuse_frozen();\n"
    for child in CHILDREN
)
THAW = "".join(f"drop trigger plan_{child}_frozen on plan_{child};\n" for child in CHILDREN)

# Versions that were voted are frozen, and hidden from the owner: the years that their plan had are theirs.
YEARS = """
alter table plan_planversion disable trigger user;
alter table plan_planversion no force row level security;
alter table plan_plan no force row level security;
update plan_planversion v set first_year = p.first_year, last_year = p.last_year from plan_plan p where p.id = v.plan_id;
alter table plan_plan force row level security;
alter table plan_planversion force row level security;
alter table plan_planversion enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_security")]

    operations = [
        migrations.AddField("plan", "is_synthetic", models.BooleanField(default=False)),
        migrations.AddField("planversion", "first_year", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("planversion", "last_year", models.PositiveSmallIntegerField(null=True)),
        migrations.RunSQL(YEARS, migrations.RunSQL.noop),
        migrations.AlterField("planversion", "first_year", models.PositiveSmallIntegerField()),
        migrations.AlterField("planversion", "last_year", models.PositiveSmallIntegerField()),
        migrations.AddConstraint(
            "planversion",
            models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))), name="plan_version_years"
            ),
        ),
        migrations.CreateModel(
            name="StandingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("state", models.CharField(max_length=20)),
                ("since", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standings", to="plan.planversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "plan_action"), name="plan_standing_once")],
            },
        ),
        migrations.CreateModel(
            name="LineageLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("origin_plan", models.CharField(blank=True, max_length=100)),
                ("origin_number", models.PositiveIntegerField()),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planaction",
                    ),
                ),
                (
                    "plan_action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.planaction"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lineage", to="plan.planversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "plan_action", "kind", "origin_plan", "origin_number"),
                        name="plan_lineage_once",
                    )
                ],
            },
        ),
        *(protect(f"plan_{child}", read=SEEN, write=SEEN) for child in CHILDREN),
        migrations.RunSQL(FREEZE, THAW),
    ]
