"""Effects of experiments: as measured, for who sees small counts; as published, for the pact. Their count is public."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import ORGANISATION_IN_SCOPE, enable_row_security

STAFF = "organisation_id = any(pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor')) or pacte_system()"
JOBS = "pacte_jobs()"

EFFECTS = """
create function evaluation_effects(of_plan bigint, known timestamptz, on_day date)
returns table(action text, experiment bigint, is_over boolean, is_measured boolean, difference integer, low integer,
    high integer)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select x.number::text, e.number::bigint, p.is_over, p.is_measured, p.difference::integer, p.low::integer,
        p.high::integer
    from evaluation_experiment e
    join plan_action_number x on x.plan_action_id = e.plan_action_id
    join lateral (
        select t.* from evaluation_publishedeffect t
        where t.experiment_id = e.id and t.recorded_at < known and t.measured_on <= on_day
        order by t.id desc limit 1
    ) p on true
    where e.plan_id = of_plan and (e.withdrawn_on is null or e.withdrawn_on > on_day)
    order by e.number;
    perform set_config('pacte.context', before, true);
end $$;
"""


def _foreign_key(to: str, *, on_delete: object = django.db.models.deletion.CASCADE, null: bool = False) -> object:
    return models.ForeignKey(on_delete=on_delete, null=null, related_name="+", to=to)


def _columns() -> list[tuple[str, object]]:
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("organisation", _foreign_key("accounts.organisation", on_delete=django.db.models.deletion.PROTECT)),
        ("experiment", _foreign_key("evaluation.experiment")),
        ("indicator_code", models.CharField(blank=True, max_length=80)),
        ("measured_on", models.DateField()),
        ("recorded_at", models.DateTimeField()),
        ("is_over", models.BooleanField(default=False)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("audit", "0002_functions"),
        ("evaluation", "0004_arm_sessions"),
        ("plan", "0005_published_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="EffectMeasure",
            fields=[
                *_columns(),
                ("arms", models.JSONField(default=dict)),
                *((name, models.FloatField(null=True)) for name in ("difference", "low", "high")),
            ],
        ),
        migrations.CreateModel(
            name="PublishedEffect",
            fields=[
                *_columns(),
                ("measure", _foreign_key("evaluation.effectmeasure", null=True)),
                ("is_measured", models.BooleanField(default=False)),
                *((name, models.SmallIntegerField(null=True)) for name in ("difference", "low", "high")),
            ],
        ),
        enable_row_security("evaluation_effectmeasure", read=STAFF, write=JOBS),
        enable_row_security("evaluation_publishedeffect", read=ORGANISATION_IN_SCOPE, write=JOBS),
        migrations.RunSQL(EFFECTS),
    ]
