"""Releases from custody of people trained inside, and whether their training goes on outside (action 25). Pure."""

from pacte.indicators.facts.tables import SESSION_COLUMNS, TABLES

# One row for each release of somebody who entered a session at a closed site since their previous release. Its session
# is that one, the last. A site is closed on the day of the entry, in the Region that says it. ``outside_on``: the first
# day, from that of the release, on which the person is in a training outside, entered before it (semi-liberty, leave)
# or after it. A training that nobody ended goes on until the last day of its session.
RELEASED = f"""
with followed as (
    select e.row, e.person, e.happened_on as entered_on, coalesce(n.happened_on, e.ends_on, e.happened_on) as left_on,
        bool_or(c.row is not null) as is_inside
    from entries e
    left join (select journey, min(happened_on) as happened_on from ends group by journey) n on n.journey = e.journey
    left join closed_sites c on c.host = e.host and c.site = e.site and c.happened_on <= e.happened_on
        and (c.until is null or c.until >= e.happened_on)
    group by e.row, e.person, e.happened_on, n.happened_on, e.ends_on
),
dated as (
    select r.*, lag(r.happened_on) over (partition by r.person order by r.happened_on, r.row) as released_before
    from releases r
),
inside as (
    select d.row, max_by(f.row, struct_pack(a := f.entered_on, b := f.row)) as entry
    from dated d join followed f on f.person = d.person
    where f.is_inside and f.entered_on <= d.happened_on
        and (d.released_before is null or f.entered_on > d.released_before)
    group by d.row
),
outside as (
    select d.row, min(greatest(f.entered_on, d.happened_on)) as outside_on
    from dated d join followed f on f.person = d.person
    where not f.is_inside and (f.entered_on >= d.happened_on or f.left_on >= d.happened_on)
    group by d.row
)
select {", ".join(f"{'e' if name in SESSION_COLUMNS else 'd'}.{name}" for name in TABLES["releases"].columns)},
    o.outside_on
from dated d join inside i on i.row = d.row join entries e on e.row = i.entry left join outside o on o.row = d.row
"""
