"""Attested competences, and whether employers asked for them on that day (action 13). DuckDB SQL. Pure."""

from pacte.journeys.records.population import department_sql

HARD_TO_RECRUIT = 4
"""Level of tension, from 1 to 5, from which employers are said to ask for the competences of an occupation."""

# An invented level counts only while the Region has no real one.
KNOWN_TENSIONS = """
    select t.* from tensions t left join (select distinct host from tensions where not is_invented) r on r.host = t.host
    where r.host is null or not t.is_invented"""


def _dated_levels(*zone: str) -> str:
    """Levels of an occupation with the days during which each is the last known; the median where there are several."""
    keys = ", ".join(("host", "rome", *zone))
    known = " and ".join(f"{each} is not null" for each in zone) or "true"
    return f"""
    select {keys}, happened_on as since, level,
        lead(happened_on) over (partition by {keys} order by happened_on) as until
    from (select {keys}, happened_on, median(level) as level from known where {known} group by {keys}, happened_on)"""


# The items of an occupation are those of the edition of the ROME in force on the day of the attestation, else of the
# first edition: an attestation may be older than what was loaded.
_ITEMS = """
    select i.rome, i.competence_code, e.until, case when e.rank > 1 then e.since end as since
    from raw_occupation_items i join (
        select rome, happened_on as since, lead(happened_on) over (partition by rome order by happened_on) as until,
            row_number() over (partition by rome order by happened_on) as rank
        from (select distinct rome, happened_on from raw_occupation_items where recorded_at < :known)
    ) e on e.rome = i.rome and e.since = i.happened_on
    where i.recorded_at < :known"""
# The tension is that of the last period over on that day, in the department of the person where the series has it,
# else in the Region: the median of its zones. Another source of what employers ask is one more union in « asked ».
ASKED_COMPETENCES = f"""
with known as ({KNOWN_TENSIONS}),
local_levels as ({_dated_levels("department")}),
regional_levels as ({_dated_levels()}),
items as ({_ITEMS}),
attested as (select f.*, {department_sql("f.residence")} as department from results f
    where f.kind = 'competence_attested'),
taken_by as (
    select a.row, a.host, a.department, a.happened_on, i.rome
    from attested a join items i on i.competence_code = a.competence_code
        and (i.since is null or i.since <= a.happened_on) and (i.until is null or a.happened_on < i.until)
),
asked as (
    select t.row, 'tension' as source from taken_by t
    left join local_levels l on l.host = t.host and l.rome = t.rome and l.department = t.department
        and l.since <= t.happened_on and (l.until is null or t.happened_on < l.until)
    left join regional_levels r on r.host = t.host and r.rome = t.rome
        and r.since <= t.happened_on and (r.until is null or t.happened_on < r.until)
    where coalesce(l.level, r.level) >= {HARD_TO_RECRUIT}
    union all
    select t.row, 'need' as source from taken_by t
    join employer_needs n on n.host = t.host and n.rome = t.rome and n.happened_on <= t.happened_on
)
select a.* exclude (department), coalesce(s.by_tension, false) as asked_by_tension,
    coalesce(s.by_need, false) as asked_by_need, s.row is not null as is_asked
from attested a left join (
    select row, bool_or(source = 'tension') as by_tension, bool_or(source = 'need') as by_need
    from asked group by row
) s on s.row = a.row
"""
