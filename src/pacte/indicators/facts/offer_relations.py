"""Sessions with their places, what pays for them, and purchases beside jobs and tension. DuckDB SQL. Pure."""

from pacte.indicators.facts.asked_competences import KNOWN_TENSIONS

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
LINES = """
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
SESSIONS = f"""
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
# Purchases, with the job rate of their domain six months after (at least thirty answers) and that of all the offer.
PAID_DOMAINS = """
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
PAID_OCCUPATIONS = f"""
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
