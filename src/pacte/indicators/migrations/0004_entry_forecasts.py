"""Entries expected in sessions, and what happened: for who sees small counts, and for the provider that trains."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

JOBS = "pacte_jobs()"
READERS = (
    "organisation_id = any(pacte_hosts_as('region_pilot', 'buyer', 'analyst', 'auditor'))"
    " or provider_body_id = any(pacte_own()) or pacte_system()"
)
OF_A_FORECAST = "exists (select 1 from indicators_keptforecast k where k.id = {row}.forecast_id)"
# Mean gap by session: whole people announced, less those who entered.
GAPS = """
create function indicators_forecast_gaps(of_host bigint, known timestamptz, until_day date)
returns table(sessions bigint, people bigint, entered bigint, within bigint, replayed bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select count(*), coalesce(sum(abs(k.announced - o.entered)), 0)::bigint, coalesce(sum(o.entered), 0)::bigint,
        count(*) filter (where o.entered between k.low and k.high), count(*) filter (where k.is_replayed)
    from indicators_keptforecast k join indicators_observedentries o on o.forecast_id = k.id
    where k.organisation_id = of_host and o.observed_on <= until_day and o.recorded_at < known;
    perform set_config('pacte.context', before, true);
end $$;
"""


def _columns() -> list[tuple[str, Any]]:
    return [
        (
            "organisation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        (
            "provider_body",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="accounts.organisation",
            ),
        ),
        ("starts_on", models.DateField()),
        ("made_on", models.DateField()),
        *((name, models.PositiveIntegerField()) for name in ("admitted", "waiting", "announced", "low", "high")),
        ("basis", models.CharField(max_length=20)),
        ("past_sessions", models.PositiveIntegerField()),
    ]  # fmt: skip


def _of_session(**options: Any) -> Any:
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offer.session", **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("audit", "0002_functions"),
        ("indicators", "0003_security"),
        ("offer", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryForecast",
            fields=[*_columns(), ("session", _of_session(primary_key=True, serialize=False))],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="KeptForecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *_columns(),
                ("recorded_at", models.DateTimeField()),
                ("is_replayed", models.BooleanField(default=False)),
                ("session", _of_session()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ObservedEntries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered", models.PositiveIntegerField()),
                ("observed_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "forecast",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observed",
                        to="indicators.keptforecast",
                    ),
                ),
            ],
        ),
        *(
            enable_row_security(f"indicators_{table}", read=READERS, write=JOBS)
            for table in ("entryforecast", "keptforecast")
        ),
        enable_row_security("indicators_observedentries", read=OF_A_FORECAST, write=JOBS),
        migrations.RunSQL(GAPS),
    ]
