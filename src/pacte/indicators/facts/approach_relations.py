"""People before their entry: needs, proposals, information, barriers, reasons, campaigns. DuckDB SQL. Pure."""

from pacte.indicators.facts.tables import TABLES

# Refusals before the entry, and early exits by the trainee. ``reason`` is null when nobody wrote it down.
REASONS = """
select *, coalesce(nullif(nullif(end_reason, ''), 'not_said'), case end_kind when 'to_job' then 'job_found'
    when 'to_training' then 'other_training' end) as reason
from (
    select * from approaches where kind = 'declined'
    union all select * from ends where end_kind in ('to_job', 'to_training', 'dropout')
) f
"""
# People who began and had not entered when an action went towards them: those whom it reached (``is_reached``), once an
# action, at their first contact; and the others, whom no campaign reached, at the first day of a contact of that action
# on which they were in the same situation. ``came_on``: their first entry, if any.
_OTHER_COLUMNS = {
    "happened_on": "o.moment",
    "age": "a.age + cast(year(o.moment) - year(a.happened_on) as integer)",
    "plan": "o.plan",
    "plan_action": "o.plan_action",
    "lot": "cast(null as bigint)",
    "fund": "'pact'",
}
APPROACHED = f"""
with began as (
    select person, min(happened_on) as began_on, min_by(row, struct_pack(a := happened_on, b := row)) as row
    from approaches where kind = 'need_expressed' group by person
),
came as (select person, min(happened_on) as came_on from entries group by person),
known as (
    select b.person, b.began_on, b.row, c.came_on from began b left join came c on c.person = b.person
),
first_contacts as (
    select min_by(row, struct_pack(a := happened_on, b := row)) as row
    from campaign_contacts group by host, person, plan, plan_action
),
moments as (select distinct host, plan, plan_action, happened_on as moment from campaign_contacts),
others as (
    select k.row, k.came_on, m.plan, m.plan_action, min(m.moment) as moment
    from known k join moments m on m.moment >= k.began_on and (k.came_on is null or k.came_on >= m.moment)
    where k.person not in (select person from campaign_contacts)
    group by k.row, k.came_on, m.plan, m.plan_action, m.host
)
select {", ".join(f"f.{name}" for name in TABLES["campaign_contacts"].columns)}, k.came_on, true as is_reached
from campaign_contacts f join first_contacts c on c.row = f.row join known k on k.person = f.person
where k.began_on <= f.happened_on and (k.came_on is null or k.came_on >= f.happened_on)
union all
select {", ".join(_OTHER_COLUMNS.get(name, f"a.{name}") for name in TABLES["campaign_contacts"].columns)},
    o.came_on, false as is_reached
from others o join approaches a on a.row = o.row
"""
INFORMED = """
select any_value(f.host) as host, any_value(f.journey) as journey, any_value(f.person) as person,
    any_value(f.referrer) as referrer, any_value(f.residence) as residence, any_value(f.sex) as sex,
    any_value(f.age) as age, any_value(f.diploma) as diploma, any_value(f.rsa) as rsa, any_value(f.rqth) as rqth,
    any_value(f.literacy) as literacy, any_value(f.justice) as justice, any_value(f.refugee) as refugee,
    any_value(f.job) as job,
    any_value(f.session) as session, any_value(f.session_commune) as session_commune,
    any_value(f.provider) as provider, any_value(f.provider_body) as provider_body, any_value(f.nature) as nature,
    any_value(f.domain) as domain, any_value(f.rome) as rome, any_value(f.fund) as fund,
    any_value(f.funder) as funder,
    min(case when f.kind = 'information_attended' then f.happened_on end) as happened_on,
    bool_or(f.kind = 'admitted') as admitted, bool_or(f.kind = 'declined') as withdrew,
    bool_or(f.kind in ('admitted', 'not_kept')) as is_decided
from approaches f group by f.journey
having bool_or(f.kind = 'information_attended')
"""
CONTACTS = """
select f.*, e.happened_on as came_on
from (select a.* from approaches a
    join (select journey, min(row) as row from approaches where kind = 'need_expressed' group by journey) b
        on b.row = a.row) f
left join entries e on e.journey = f.journey
"""
REFERRED = """
select e.*, p.referred_on
from entries e
left join (
    select journey, max(happened_on) as referred_on from approaches where kind = 'proposed' group by journey
) p on p.journey = e.journey
"""

# One row per journey, at its last proposal; ``came_on`` is the day of its entry, if later.
PROPOSALS = """
select f.*, e.happened_on as came_on
from (select a.* from approaches a
    join (select journey, max_by(row, struct_pack(a := happened_on, b := row)) as row from approaches
        where kind = 'proposed' group by journey) b on b.row = a.row) f
left join entries e on e.journey = f.journey and e.happened_on >= f.happened_on
"""
# Barriers, one row per person, theme and day; when each was lifted, and the next entry.
BARRIERS = """
select n.*, s.solved_on, e.came_on
from (select a.* from approaches a
    join (select min(row) as row from approaches where kind = 'barrier_noted'
        group by person, theme, happened_on) b on b.row = a.row) n
left join (
    select n.row, min(s.happened_on) as solved_on from approaches n
    join approaches s on s.kind = 'barrier_solved' and s.person = n.person and s.theme = n.theme
        and s.happened_on >= n.happened_on
    where n.kind = 'barrier_noted' group by n.row
) s on s.row = n.row
left join (
    select n.row, min(e.happened_on) as came_on from approaches n
    join entries e on e.person = n.person and e.happened_on >= n.happened_on
    where n.kind = 'barrier_noted' group by n.row
) e on e.row = n.row
"""

# People whom a winner brought, once an action, on the first day. ``is_new``: nothing about them is dated before that
# day, in any journey. ``has_begun``: they expressed a need from that day on; ``came_on``: their first entry from then.
BROUGHT = """
with first_origins as (
    select min_by(row, struct_pack(a := happened_on, b := row)) as row
    from origins group by host, person, plan, plan_action
),
seen as (
    select person, min(happened_on) as seen_on from (
        select person, happened_on from approaches union all select person, happened_on from entries
        union all select person, happened_on from notebook union all select person, happened_on from campaign_contacts
    ) f group by person
),
began as (
    select f.row, min(a.happened_on) as began_on from origins f join approaches a on a.person = f.person
    where a.kind = 'need_expressed' and a.happened_on >= f.happened_on group by f.row
),
came as (
    select f.row, min(e.happened_on) as came_on from origins f join entries e on e.person = f.person
    where e.happened_on >= f.happened_on group by f.row
)
select f.*, coalesce(s.seen_on >= f.happened_on, true) as is_new, b.began_on, c.came_on
from origins f join first_origins o on o.row = f.row
left join seen s on s.person = f.person left join began b on b.row = f.row left join came c on c.row = f.row
"""
