"""Tension of the occupations that this room exports to the facts, from the imported series. Pure."""

from pacte.indicators.records.profile import FICTITIOUS
from pacte.kernel.fact_export import FACT_COLUMNS, FactExport

TENSION_SERIES = "tension_by_occupation"

# A level is that of the whole period of its point: it is dated from the last day.
OCCUPATION_TENSIONS = FactExport(
    "tensions",
    "indicators_seriespoint",
    FACT_COLUMNS | {"rome": "VARCHAR", "department": "VARCHAR", "level": "DOUBLE", "is_invented": "BOOLEAN"},
    f"""
select e.id as fact, s.organisation_id as host, e.last as happened_on,
    e.recorded_at at time zone 'UTC' as recorded_at, e.corrects_id as corrects, false as withdrawn,
    split_part(e.split, ':', 2) as rome, case when e.zone_kind = 'department' then e.zone_code end as department,
    e.value as level, s.code <> '{TENSION_SERIES}' as is_invented
from indicators_seriespoint e join indicators_series s on s.id = e.series_id
where s.code in ('{TENSION_SERIES}', '{FICTITIOUS}{TENSION_SERIES}') and e.split like 'rome:%'
    and e.value is not null and {{rows}}""",
)
