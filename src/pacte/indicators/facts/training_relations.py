"""People from their entry on: ends, juries, what follows, seats held next, departures, contacts. DuckDB SQL. Pure."""

COHORT = """
select e.*, d.happened_on as left_on, d.end_kind as outcome, d.end_reason as outcome_reason
from (select * exclude (end_kind, end_reason, ended_on) from entries) e
left join (
    select journey, max(happened_on) as happened_on, max_by(end_kind, recorded_at) as end_kind,
        max_by(end_reason, recorded_at) as end_reason
    from ends group by journey
) d on d.journey = e.journey
"""
JURIES = """
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
ATTESTED = """
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
CERTIFIED = """
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
PAID_ENTRIES = """
select e.*, coalesce(p.pact_pays, e.fund = 'pact', false) as pact_pays
from entries e
left join (select session, bool_or(fund = 'pact') as pact_pays from lines group by session) p on p.session = e.session
"""
FIRST_DAYS = """
select *, true as came from entries
union all
select *, false as came from approaches where kind = 'never_came'
"""
FOLLOW_ONS = """
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
HELD_NEXT = """
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
# Journeys left for a job, or paused for a mission or a short contract, one row each at the first departure.
# ``returned_on``: when the person resumed it, or entered another one; ``gains``: what was certified or attested since.
DEPARTURES = """
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
# Ends, and whether somebody was in contact with the person before, during and after the training. The phase is that of
# the days: the state of the journey on the day of the note may lag behind.
ACCOMPANIED = """
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
