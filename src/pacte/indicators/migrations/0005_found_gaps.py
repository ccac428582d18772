"""Gaps that the register finds by itself, beside those that a person notes; their outcomes, counted for everybody."""

from django.db import migrations, models
from django.db.models import Q

# Days and outcomes only, with a rank for each gap: the share of the gaps filled is public, the register is not.
# A gap that a person noted for a figure that the register finds too is that gap: it counts once.
OUTCOMES = """
create function indicators_gap_outcomes(of_plan bigint, until_day date)
returns table(gap bigint, noted_on date, closed_on date, is_filled boolean, is_found boolean)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select dense_rank() over (order by coalesce(nullif(m.found_key, ''), m.number::text)), m.noted_on,
        case when m.closed_on <= until_day then m.closed_on end,
        m.is_filled and m.closed_on <= until_day, m.found_key <> ''
    from indicators_missingindicator m
    where m.plan_id = of_plan and m.noted_on <= until_day
        and not (m.found_key = '' and m.indicator_code <> '' and exists (
            select 1 from indicators_missingindicator f
            where f.plan_id = of_plan and f.found_key <> '' and f.indicator_code = m.indicator_code
                and f.noted_on <= until_day))
    order by m.id;
    perform set_config('pacte.context', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_functions"), ("indicators", "0004_entry_forecasts")]

    operations = [
        migrations.AddField(
            "missingindicator",
            "found_key",
            models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddConstraint(
            "missingindicator",
            models.UniqueConstraint(
                condition=Q(closed_on=None) & ~Q(found_key=""),
                fields=("plan", "found_key"),
                name="indicators_gap_found_once",
            ),
        ),
        migrations.RunSQL(OUTCOMES),
    ]
