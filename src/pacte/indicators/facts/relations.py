"""Relations that the catalogue queries, as of a day and as known at an instant. Pure.

Each is DuckDB SQL over the tables of ``facts.tables`` (named ``raw_…``). ``:on`` is the reference day, ``:known`` the
instant of knowledge: later facts are ignored. A fact dated after the day does not count yet; a replaced one is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pacte.indicators.facts.asked_competences import ASKED_COMPETENCES, KNOWN_TENSIONS
from pacte.indicators.facts.released_people import RELEASED
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.facts.training_reviews import REVIEWED

_IN_FORCE = (
    "f.recorded_at < :known and not exists"
    " (select 1 from raw_replaced r where r.row = f.row and r.replaced_at < :known)"
)


def _as_known(table: str) -> str:
    return f"select f.* from raw_{table} f where {_IN_FORCE} and f.happened_on <= :on"


_PLAIN = {name: _as_known(name) for name in TABLES}
# Entry deadline, as in offer.rules.states: end of enrolment, else fifteen days after the start.
_DEADLINE = (
    "case when s.starts_on is null then null when s.enrol_until >= s.starts_on then s.enrol_until"
    " else s.starts_on + 15 end"
)
_SESSION_PLACES = """
select session,
    any_value(host) as host, any_value(session_commune) as session_commune, any_value(provider) as provider,
    any_value(provider_body) as provider_body, any_value(nature) as nature, any_value(domain) as domain,
    any_value(rome) as rome, any_value(certifying) as certifying, any_value(rolling) as rolling,
    any_value(fund) as fund, any_value(funder) as funder,
    max_by(starts_on, recorded_at) as starts_on, max_by(ends_on, recorded_at) as ends_on,
    max_by(enrol_until, recorded_at) as enrol_until, max_by(first_starts_on, recorded_at) as first_starts_on,
    sum(case when kind = 'bought' then places else 0 end) as bought,
    sum(case when kind = 'lost' then places else 0 end) as lost,
    sum(case when kind = 'opened' then places else 0 end) as opened,
    sum(case kind when 'bought' then places when 'moved_in' then places when 'moved_out' then -places else 0 end)
        as counted,
    sum(case kind when 'bought' then hours when 'moved_in' then hours when 'moved_out' then -hours else 0 end)
        as hours_counted,
    sum(case when kind = 'lost' then hours else 0 end) as hours_lost,
    sum(case kind when 'bought' then cents when 'moved_in' then cents when 'moved_out' then -cents else 0 end)
        as cents_counted,
    sum(case when kind = 'lost' then cents else 0 end) as cents_lost,
    max(order_ends_on) as order_ends_on, max(price_unit) as price_unit,
    max(unit_price_cents) as unit_price_cents, max(group_hours) as group_hours
from ledger group by session
"""
# What pays for each session: a plan action, a fund and a lot that still have places or hours in it. ``share``: its part
# of the places, else of the hours; of a session without either, nobody pays.
_LINES = """
with paid as (
    select session, plan, plan_action, coalesce(nullif(order_fund, ''), 'unknown') as fund, lot,
        min(happened_on) as happened_on, any_value(host) as host, any_value(provider_body) as provider_body,
        any_value(session_commune) as session_commune,
        sum(case kind when 'bought' then places when 'moved_in' then places when 'moved_out' then -places else 0 end)
            as places,
        sum(case kind when 'bought' then hours when 'moved_in' then hours when 'moved_out' then -hours else 0 end)
            as hours
    from ledger where order_id is not null group by session, plan, plan_action, order_fund, lot
),
whole as (select session, sum(places) as places, sum(hours) as hours from paid group by session)
select p.*, case when w.places > 0 then p.places / w.places else p.hours / w.hours end as share
from paid p join whole w on w.session = p.session
where case when w.places > 0 then p.places > 0 else p.hours > 0 end
"""
# Until a postponement is known, a session starts on its previous date.
_SESSION_STATE = """
select session,
    max_by(state, struct_pack(a := happened_on, b := recorded_at, c := fact)) filter (where counts) as state,
    max_by(starts_on_after, struct_pack(a := happened_on, b := fact)) filter (where counts and state = 'postponed')
        as starts_after,
    min_by(starts_on_before, struct_pack(a := happened_on, b := fact)) filter (
        where not counts and state = 'postponed') as starts_before,
    count(*) filter (where counts and state = 'postponed') as postponements
from (
    select f.*, f.happened_on <= :on and f.recorded_at < :known and r.row is null as counts
    from raw_states f
    left join (select distinct row from raw_replaced where replaced_at < :known) r on r.row = f.row
) f group by session
"""
_SESSIONS = f"""
with places as ({_SESSION_PLACES}),
states_now as ({_SESSION_STATE}),
dated as (
    select p.* exclude (starts_on), coalesce(t.starts_after, t.starts_before, p.starts_on) as starts_on,
        coalesce(t.state, 'planned') as state, coalesce(t.postponements, 0) as postponements
    from places p left join states_now t on t.session = p.session
),
limits as (select s.*, {_DEADLINE} as deadline from dated s),
came as (
    select e.session, count(*) as entries,
        count(*) filter (where e.happened_on <= l.deadline) as entries_in_time
    from entries e join limits l on l.session = e.session group by e.session
),
present as (select session, sum(minutes) as minutes from hours group by session),
due as (
    select l.*, coalesce(c.entries, 0) as entries, coalesce(c.entries_in_time, 0) as entries_in_time,
        coalesce(h.minutes, 0) / 60.0 as hours_done,
        coalesce(case when l.state = 'cancelled' then true
            when l.first_starts_on is not null and l.first_starts_on <> l.starts_on then l.first_starts_on < :on
            else l.deadline < :on end, false) as is_due
    from limits l left join came c on c.session = l.session left join present h on h.session = l.session
),
received as (
    select m.session, sum(m.places) as from_due
    from ledger m join due o on o.session = m.other_session
    where m.kind = 'moved_in' and o.is_due group by m.session
),
here as (
    select d.*, case when d.is_due then d.counted else least(d.counted, coalesce(r.from_due, 0)) end as due_places,
        d.state in ('running', 'ended') or d.entries_in_time > 0 as is_held
    from due d left join received r on r.session = d.session
),
gone as (
    select h.*, case when h.order_ends_on < :on and not h.is_held then h.due_places
        when h.is_due then least(h.lost, h.due_places) else 0 end as lost_places,
        case when h.state <> 'cancelled' and h.deadline < :on then h.entries_in_time else 0 end as timely
    from here h
)
select g.*, case when g.rolling then 0 else least(g.timely, g.due_places - g.lost_places) end as taken,
    case when g.rolling then 0 else g.due_places end as fill_places,
    case when g.rolling then 0 else g.lost_places end as fill_lost,
    case when g.rolling then 0 else greatest(0, g.timely - (g.due_places - g.lost_places)) end as above,
    g.state = 'cancelled' or coalesce(g.ends_on < :on, false) as is_over,
    case g.price_unit when 'trainee_hour' then g.hours_done * g.unit_price_cents
        when 'group_hour' then case when g.is_held then coalesce(g.group_hours, 0) * g.unit_price_cents else 0 end
        else case when g.is_held then g.cents_counted - g.cents_lost else 0 end end as cents_due,
    coalesce(g.first_starts_on, g.starts_on) as happened_on
from gone g
"""
_COHORT = """
select e.*, d.happened_on as left_on, d.end_kind as outcome, d.end_reason as outcome_reason
from (select * exclude (end_kind, end_reason, ended_on) from entries) e
left join (
    select journey, max(happened_on) as happened_on, max_by(end_kind, recorded_at) as end_kind,
        max_by(end_reason, recorded_at) as end_reason
    from ends group by journey
) d on d.journey = e.journey
"""
_JURIES = """
select e.*, coalesce(r.presented, false) as presented, coalesce(r.certified, false) as certified,
    coalesce(r.in_part, false) as in_part, coalesce(e.ends_on, e.planned_end_on) + 60 as jury_on
from (select * from entries where certifying) e
left join (
    select journey, bool_or(kind in ('presented', 'certified', 'certified_in_part')) as presented,
        bool_or(kind = 'certified') as certified,
        bool_or(kind in ('certified_in_part', 'block_certified')) as in_part
    from results where kind <> 'competence_attested' group by journey
) r on r.journey = e.journey
"""
# One row per entry, with the first day on which a competence was attested, and the first certification, even in part.
_ATTESTED = """
select e.*, r.attested_on, r.certified_on
from entries e
left join (
    select journey, min(case when kind = 'competence_attested' then happened_on end) as attested_on,
        min(case when kind in ('certified', 'certified_in_part', 'block_certified') then happened_on end)
            as certified_on
    from results group by journey
) r on r.journey = e.journey
"""
# Whole certifications, with the first part of the same one that the person got in an earlier journey.
_CERTIFIED = """
select c.*, p.part_on
from (select * from results where kind = 'certified') c
left join (
    select c.row, min(p.happened_on) as part_on from results c
    join results p on p.person = c.person and p.certification = c.certification and p.journey <> c.journey
        and p.happened_on < c.happened_on
    where c.kind = 'certified' and p.kind in ('certified_in_part', 'block_certified') group by c.row
) p on p.row = c.row
"""
# Entries, with whether the pact pays for a place of their session.
_PAID_ENTRIES = """
select e.*, coalesce(p.pact_pays, e.fund = 'pact', false) as pact_pays
from entries e
left join (select session, bool_or(fund = 'pact') as pact_pays from lines group by session) p on p.session = e.session
"""
_FIRST_DAYS = """
select *, true as came from entries
union all
select *, false as came from approaches where kind = 'never_came'
"""
_FOLLOW_ONS = """
select d.*, n.next_on, n.next_certifying_on
from ends d
left join (
    select d.row, min(e.happened_on) as next_on,
        min(case when e.certifying then e.happened_on end) as next_certifying_on
    from ends d
    join entries e on e.person = d.person and e.journey <> d.journey and e.happened_on >= d.happened_on
    group by d.row
) n on n.row = d.row
"""
# Ends, and whether a seat was held for the person on that day in another journey: reserved, admitted or entered, and
# not given back. What decides of a seat is read in the order in which it happened.
_HELD_NEXT = """
with decided as (
    select journey, person, kind, happened_on, recorded_at, row from entries
    union all select journey, person, kind, happened_on, recorded_at, row from ends
    union all select journey, person, kind, happened_on, recorded_at, row from approaches
        where kind in ('need_expressed', 'proposed', 'waiting_listed', 'seat_reserved', 'reservation_lapsed',
            'admitted', 'not_kept', 'declined', 'lapsed', 'session_cancelled', 'reseated', 'never_came')
),
others as (
    select d.row, s.journey,
        max_by(s.kind, struct_pack(a := s.happened_on, b := s.recorded_at, c := s.row)) as last_kind
    from ends d join decided s
        on s.person = d.person and s.journey <> d.journey and s.happened_on <= d.happened_on
    group by d.row, s.journey
),
held as (
    select distinct row from others where last_kind in ('seat_reserved', 'admitted', 'reseated', 'entered')
)
select d.*, h.row is not null as held_next from ends d left join held h on h.row = d.row
"""
# Purchases, with the job rate of their domain six months after (at least thirty answers) and that of all the offer.
_PAID_DOMAINS = """
with answers as (
    select domain, count(*) filter (where in_job) as in_job, count(*) as people
    from situations where months = 6 and answered and domain <> '' group by domain
),
whole as (select sum(in_job) / sum(people) as rate from answers)
select l.*, case when a.people >= 30 then a.in_job / a.people end as job_rate, w.rate as whole_job_rate,
    case l.kind when 'bought' then l.cents when 'moved_in' then l.cents when 'moved_out' then -l.cents else 0 end
        as bought_cents
from ledger l left join answers a on a.domain = l.domain cross join whole w
"""
# Purchases, with the tension of the occupation aimed at: the median of its zones in its last known period. An invented
# level counts only while the Region has no real one.
_PAID_OCCUPATIONS = f"""
with known as ({KNOWN_TENSIONS}
),
latest as (select host, rome, max(happened_on) as happened_on from known group by host, rome),
levels as (
    select k.host, k.rome, median(k.level) as level
    from known k join latest n on n.host = k.host and n.rome = k.rome and n.happened_on = k.happened_on
    group by k.host, k.rome
)
select l.*, case when v.level >= 4 then 'high' when v.level > 2 then 'middle' when v.level <= 2 then 'low'
        else 'unknown' end as tension,
    case l.kind when 'bought' then l.cents when 'moved_in' then l.cents when 'moved_out' then -l.cents else 0 end
        as bought_cents
from ledger l left join levels v on v.host = l.host and v.rome = l.rome
"""
# Journeys left for a job, or paused for a mission or a short contract, one row each at the first departure.
# ``returned_on``: when the person resumed it, or entered another one; ``gains``: what was certified or attested since.
_DEPARTURES = """
with departed as (
    select * from (
        select f.*, row_number() over (partition by f.journey order by f.happened_on, f.row) as departure
        from (
            select * from ends where end_kind = 'to_job'
            union all select * from approaches where kind = 'interrupted' and end_reason = 'job'
        ) f
    ) f where departure = 1
),
back as (
    select d.row, min(b.happened_on) as returned_on,
        min_by(b.journey, struct_pack(a := b.happened_on, b := b.row)) as returned_in
    from departed d
    join (select * from entries union all select * from approaches where kind = 'resumed') b
        on b.person = d.person and b.happened_on > d.happened_on and (b.kind = 'resumed') = (b.journey = d.journey)
    group by d.row
),
gained as (
    select d.row, min(r.happened_on) as gained_on, count(*) as gains
    from departed d join back b on b.row = d.row
    join results r on r.person = d.person and r.happened_on >= b.returned_on and r.kind <> 'presented'
        and (r.journey <> d.journey or b.returned_in = d.journey)
    group by d.row
)
select d.*, b.returned_on, g.gained_on, coalesce(g.gains, 0) as gains
from departed d left join back b on b.row = d.row left join gained g on g.row = d.row
"""
# Refusals before the entry, and early exits by the trainee. ``reason`` is null when nobody wrote it down.
_REASONS = """
select *, coalesce(nullif(nullif(end_reason, ''), 'not_said'), case end_kind when 'to_job' then 'job_found'
    when 'to_training' then 'other_training' end) as reason
from (
    select * from approaches where kind = 'declined'
    union all select * from ends where end_kind in ('to_job', 'to_training', 'dropout')
) f
"""
# Ends, and whether somebody was in contact with the person before, during and after the training. The phase is that of
# the days: the state of the journey on the day of the note may lag behind.
_ACCOMPANIED = """
select d.*, coalesce(n.before_entry, false) as contacted_before, coalesce(n.in_training, false) as contacted_during,
    coalesce(n.after_end, false) as contacted_after
from ends d
left join (
    select d.row, bool_or(n.happened_on < d.entered_on) as before_entry,
        bool_or(n.happened_on >= d.entered_on and n.happened_on <= d.happened_on) as in_training,
        bool_or(n.happened_on > d.happened_on) as after_end
    from ends d join notebook n on n.journey = d.journey where n.reached group by d.row
) n on n.row = d.row
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
_APPROACHED = f"""
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
_INFORMED = """
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
_CONTACTS = """
select f.*, e.happened_on as came_on
from (select a.* from approaches a
    join (select journey, min(row) as row from approaches where kind = 'need_expressed' group by journey) b
        on b.row = a.row) f
left join entries e on e.journey = f.journey
"""
_REFERRED = """
select e.*, p.referred_on
from entries e
left join (
    select journey, max(happened_on) as referred_on from approaches where kind = 'proposed' group by journey
) p on p.journey = e.journey
"""

# One row per journey, at its last proposal; ``came_on`` is the day of its entry, if later.
_PROPOSALS = """
select f.*, e.happened_on as came_on
from (select a.* from approaches a
    join (select journey, max_by(row, struct_pack(a := happened_on, b := row)) as row from approaches
        where kind = 'proposed' group by journey) b on b.row = a.row) f
left join entries e on e.journey = f.journey and e.happened_on >= f.happened_on
"""
# Barriers, one row per person, theme and day; when each was lifted, and the next entry.
_BARRIERS = """
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
_AIMS = """
select t.* from targets t
join (select plan, max(version) as version from targets group by plan) v on v.plan = t.plan and v.version = t.version
"""

RELATIONS: dict[str, str] = _PLAIN | {
    "lines": _LINES,
    "sessions": _SESSIONS,
    "cohort": _COHORT,
    "juries": _JURIES,
    "attested": _ATTESTED,
    "paid_entries": _PAID_ENTRIES,
    "first_days": _FIRST_DAYS,
    "follow_ons": _FOLLOW_ONS,
    "held_next": _HELD_NEXT,
    "paid_domains": _PAID_DOMAINS,
    "paid_occupations": _PAID_OCCUPATIONS,
    "asked_competences": ASKED_COMPETENCES,
    "informed": _INFORMED,
    "contacts": _CONTACTS,
    "referred": _REFERRED,
    "proposals": _PROPOSALS,
    "barriers": _BARRIERS,
    "departures": _DEPARTURES,
    "reasons": _REASONS,
    "accompanied": _ACCOMPANIED,
    "reviewed": REVIEWED,
    "approached": _APPROACHED,
    "released": RELEASED,
    "certified": _CERTIFIED,
    "aims": _AIMS,
}
"""Name → SQL. A relation may only read the ones before it."""


def required_relations(names: Iterable[str]) -> list[str]:
    """These relations and those that they read, in the order of ``RELATIONS``."""
    wanted = set(names)
    for name in reversed(RELATIONS):
        if name in wanted:
            wanted |= RELATIONS.keys() & set(re.findall(r"\w+", RELATIONS[name]))
    return [name for name in RELATIONS if name in wanted]
