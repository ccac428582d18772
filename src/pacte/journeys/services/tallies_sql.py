"""SQL statements that count journeys: one pass over the steps, then one row a session and one row a group of people.

A step without a session belongs to the last session named before it in its journey. A person counts once a session,
however often they return to it.
"""

from pacte.journeys.records.counts import AFTER, ENDS, PEOPLE, PROTECTED_PUBLIC
from pacte.journeys.records.population import (
    PUBLISHED_AGE_CLASSES,
    PUBLISHED_LEVEL_CLASSES,
    class_sql,
    department_sql,
)

# Kinds that move a person from one stage to the next; other steps are not read.
KINDS = (
    "proposed", "information_attended", "tested", "waiting_listed", "admitted", "reseated", "entered", "interrupted",
    "ended", "presented", "certified", "certified_in_part", "situation",
)  # fmt: skip
_LINES = """
create temporary table counted_pair on commit drop as
with line as (
    select s.id, s.journey_id, s.kind, s.session_id, s.happened_on, s.recorded_at, s.detail
    from journeys_step s
    where s.kind = any(%(kinds)s) and not s.is_withdrawn
      and not exists (select 1 from journeys_step c where c.corrects_id = s.id)
), ranked as (
    select *, count(session_id) over w as named from line
    window w as (partition by journey_id order by happened_on, recorded_at, id)
), placed as (
    select *, max(session_id) over (partition by journey_id, named) as of_session from ranked
)
select journey_id, of_session as session_id,
    bool_or(kind in ('information_attended', 'tested', 'waiting_listed')) as informed,
    bool_or(kind in ('admitted', 'reseated')) as admitted,
    bool_or(kind = 'entered') as entered,
    (array_agg(detail->>'end_kind' order by happened_on desc, recorded_at desc, id desc)
        filter (where kind = 'ended'))[1] as end_kind,
    (array_agg(detail->>'reason' order by happened_on desc, recorded_at desc, id desc)
        filter (where kind = 'ended'))[1] as end_reason,
    coalesce(min(happened_on) filter (where kind = 'entered'), max(happened_on)) as aged_on,
    max(detail->>'returns_on') filter (where kind = 'interrupted') as returns_on,
    bool_or(kind = 'presented') as presented,
    bool_or(kind = 'certified') as certified,
    bool_or(kind = 'certified_in_part') as certified_in_part,
    bool_or(kind = 'situation' and detail->'months' = '6' and detail->'answered' = 'true') as answered,
    bool_or(kind = 'situation' and detail->'months' = '6' and detail->'in_job' = 'true') as in_job
from placed where of_session is not null group by 1, 2
"""

_AGE = class_sql(PUBLISHED_AGE_CLASSES, "(extract(year from p.aged_on) - l.birth_year)")
# One row a person and session, with all their counting attributes. Ends follow I9: silence after the term is an
# unknown end, except for an interruption with a future date of return.
_PEOPLE = f"""
create temporary table counted_person on commit drop as
select j.organisation_id, p.session_id, j.referrer_id,
    coalesce(nullif(j.kept_department, ''), {department_sql("l.commune_code")}) as department,
    coalesce(nullif(j.kept_age_band, ''), {_AGE}) as age_band,
    l.sex, {class_sql(PUBLISHED_LEVEL_CLASSES, "l.diploma")} as level,
    p.informed or p.admitted or p.entered as informed, p.admitted or p.entered as admitted, p.entered,
    case when p.entered then coalesce(p.end_kind, case
        when coalesce(s.ends_on, %(today)s) < %(today)s
             and not (j.state = 'interrupted' and coalesce(p.returns_on, '') >= %(today)s::text)
        then 'unknown' end) end as end_kind,
    case when p.entered and p.end_kind = 'dropout' then coalesce(nullif(p.end_reason, ''), 'not_said') end
        as end_reason,
    p.entered and s.is_certifying as certifying, p.presented, p.certified,
    p.certified_in_part and not p.certified as certified_in_part, p.answered, p.in_job and p.answered as in_job,
    j.session_id = p.session_id
        and j.state in ('proposed', 'invited', 'slot_chosen', 'informed', 'tested', 'waiting') as likely
from counted_pair p
join journeys_journey j on j.id = p.journey_id
join journeys_learner l on l.id = j.learner_id
join offer_session_outline s on s.session_id = p.session_id
"""  # noqa: S608 — fixed names of columns

# A line that gave all its places away pays no more. Without places, a session is paid by its hours, else by all its
# lines.
_PAYERS = """
create temporary table counted_payer on commit drop as
select session_id,
    jsonb_agg(jsonb_build_object('plan', plan_id, 'action', number, 'fund', fund) order by plan_id, number, fund)
        as payers,
    jsonb_agg(share order by plan_id, number, fund) as shares
from (
    select p.session_id, p.plan_id, n.number, p.fund,
        case when sum(p.places) over w > 0 then p.places when sum(p.hours) over w > 0 then p.hours else 1 end as share
    from offer_session_payer p
    left join plan_action_number n on n.plan_action_id = p.plan_action_id
    window w as (partition by p.session_id)
) paid
where share > 0 group by session_id
"""
# What pays for a session that no line buys.
_NO_LINE = "jsonb_build_array(jsonb_build_object('plan', null, 'action', null, 'fund', s.fund))"
_SESSIONS = f"""
create temporary table counted_session on commit drop as
select s.session_id, s.host_id as organisation_id, s.provider_id, s.provider_body_id,
    extract(year from coalesce(s.first_starts_on, s.starts_on, s.ends_on, %(today)s)) as year,
    {department_sql("s.commune_code")} as department,
    '{PROTECTED_PUBLIC}' = any(s.public_codes) as is_protected,
    s.order_id, s.lot_id, coalesce(p.payers, {_NO_LINE}) as payers, coalesce(p.shares, '[1]'::jsonb) as shares,
    s.places_bought as bought, s.places_opened as opened, s.places_lost as lost
from offer_session_outline s
left join counted_payer p on p.session_id = s.session_id
where s.has_places or exists (select 1 from counted_person c where c.session_id = s.session_id)
"""  # noqa: S608 — fixed names of columns

_SUMS = ", ".join(
    ["count(*) as proposed"]
    + [f"count(*) filter (where {name}) as {name}" for name in ("informed", "admitted", "entered")]
    + [f"count(*) filter (where end_kind = '{kind}') as {kind}" for kind in ENDS]
    + ["count(*) filter (where certifying and end_kind is not null) as certifiable"]
    + [f"count(*) filter (where {name}) as {name}" for name in AFTER if name != "certifiable"]
)
_NAMES = (*PEOPLE, *ENDS, *AFTER)
_LISTED = ", ".join(_NAMES)
_OR_ZERO = ", ".join(f"coalesce(c.{name}, 0)" for name in _NAMES)

_TALLY_OF_SESSIONS = f"""
insert into journeys_sessiontally (session_id, organisation_id, provider_id, provider_body_id, year, department,
    is_protected, order_id, lot_id, payers, shares, bought, opened, lost, taken, likely, reasons,
    counted_at, {_LISTED})
select s.session_id, s.organisation_id, s.provider_id, s.provider_body_id, s.year, s.department, s.is_protected,
    s.order_id, s.lot_id, s.payers, s.shares, s.bought, s.opened, s.lost,
    least(coalesce(e.taken, 0), greatest(s.bought - s.lost, 0)), coalesce(c.likely, 0),
    coalesce(r.reasons, '{{}}'::jsonb), %(at)s, {_OR_ZERO}
from counted_session s
left join (select session_id, count(*) filter (where likely) as likely, {_SUMS} from counted_person group by 1) c
    on c.session_id = s.session_id
left join (
    select session_id, count(distinct rank) as taken from journeys_seat where entered_on is not null group by 1
) e on e.session_id = s.session_id
left join (
    select session_id, jsonb_object_agg(end_reason, people) as reasons from (
        select session_id, end_reason, count(*) as people from counted_person where end_reason is not null group by 1, 2
    ) given group by 1
) r on r.session_id = s.session_id
"""  # noqa: S608 — fixed names of columns

_TALLY_OF_GROUPS = f"""
insert into journeys_grouptally (organisation_id, year, payers, referrer_id, department, age_band, sex, level,
    is_protected, counted_at, {_LISTED})
select p.organisation_id, s.year, s.payers, p.referrer_id, p.department, p.age_band, p.sex, p.level,
    s.is_protected, %(at)s, {_SUMS}
from counted_person p join counted_session s on s.session_id = p.session_id
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
"""  # noqa: S608 — fixed names of columns

# People whose horizon has passed on the day of the count, asked or not; corrected answers are left out.
_TALLY_OF_SITUATIONS = """
insert into journeys_situationtally (organisation_id, provider_body_id, year, months, due, answered, in_job, counted_at)
with said as (
    select s.journey_id, (s.detail->>'months')::int as months, bool_or(s.detail->'answered' = 'true') as answered,
        bool_or(s.detail->'answered' = 'true' and s.detail->'in_job' = 'true') as in_job
    from journeys_step s
    where s.kind = 'situation' and not s.is_withdrawn and s.detail ? 'months'
      and not exists (select 1 from journeys_step c where c.corrects_id = s.id)
    group by 1, 2
)
select j.organisation_id, j.provider_body_id, extract(year from j.ended_on), h.months, count(*),
    count(*) filter (where d.answered), count(*) filter (where d.in_job), %(at)s
from journeys_journey j
cross join (values (3), (6), (12)) as h(months)
left join said d on d.journey_id = j.id and d.months = h.months
where j.state = 'ended' and j.ended_on + make_interval(months => h.months) <= %(today)s
group by 1, 2, 3, 4
"""

# In this order, in one transaction: concurrent readers see the previous counts.
STATEMENTS = (
    "drop table if exists pg_temp.counted_pair, pg_temp.counted_person, pg_temp.counted_payer, pg_temp.counted_session",
    _LINES,
    _PEOPLE,
    _PAYERS,
    _SESSIONS,
    "delete from journeys_sessiontally",
    "delete from journeys_grouptally",
    "delete from journeys_situationtally",
    _TALLY_OF_SESSIONS,
    _TALLY_OF_GROUPS,
    _TALLY_OF_SITUATIONS,
)
