"""What the journeys export for the figures: steps, presence, contacts, and the people as they were at the entry."""

from dataclasses import replace

from pacte.kernel.fact_export import FACT_COLUMNS, ROWS, FactExport

# First step of a chain of corrections.
_ORIGIN = """
    with recursive up as (
        select e.corrects_id as id
        union select c.corrects_id from up join journeys_step c on c.id = up.id where c.corrects_id is not null
    ) select min(id) from up"""
STEPS = FactExport(
    "steps",
    "journeys_step",
    FACT_COLUMNS
    | {
        "origin": "BIGINT",
        "kind": "VARCHAR",
        "journey": "BIGINT",
        "session": "BIGINT",
        "end_kind": "VARCHAR",
        "end_reason": "VARCHAR",
        "mode": "VARCHAR",
        "theme": "VARCHAR",
        "months": "INTEGER",
        "answered": "BOOLEAN",
        "in_job": "BOOLEAN",
        "had_job": "BOOLEAN",
        "durable_job": "BOOLEAN",
        "favourable": "BOOLEAN",
        "competence_code": "VARCHAR",
    },
    f"""
select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at at time zone 'UTC' as recorded_at,
    e.corrects_id as corrects, e.is_withdrawn as withdrawn,
    case when e.corrects_id is null then e.id else ({_ORIGIN}) end as origin, e.kind, e.journey_id as journey,
    e.session_id as session, coalesce(e.detail ->> 'end_kind', '') as end_kind,
    coalesce(e.detail ->> 'reason', '') as end_reason, coalesce(e.detail ->> 'mode', '') as mode,
    e.detail ->> 'theme' as theme,
    (e.detail ->> 'months')::int as months, (e.detail ->> 'answered')::boolean as answered,
    (e.detail ->> 'in_job')::boolean as in_job, (e.detail ->> 'had_job')::boolean as had_job,
    (e.detail ->> 'durable_job')::boolean as durable_job,
    case when e.detail ? 'in_job' or e.detail ? 'in_training' then
        coalesce((e.detail ->> 'in_job')::boolean, false)
        or coalesce((e.detail ->> 'in_training')::boolean, false) end as favourable,
    e.detail ->> 'competence_code' as competence_code
from journeys_step e where {ROWS}""",  # noqa: S608 — fixed names of columns
)

# Those that no later step corrects.
STANDING_STEPS = replace(
    STEPS,
    name="standing_steps",
    select=f"{STEPS.select} and not exists (select 1 from journeys_step c where c.corrects_id = e.id)",  # noqa: S608
)

HOURS = FactExport(
    "hours",
    "journeys_attendanceweek",
    FACT_COLUMNS | {"journey": "BIGINT", "minutes": "INTEGER"},
    """
select e.id as fact, e.organisation_id as host, e.monday as happened_on,
    e.recorded_at at time zone 'UTC' as recorded_at, e.corrects_id as corrects, false as withdrawn,
    e.journey_id as journey, e.minutes
from journeys_attendanceweek e where {rows}""",
)

# Contacts of the shared notebook, made or attempted, without any text. Notes come as withdrawn rows: they are not kept,
# but their identifiers are read, which would otherwise be gaps to look into at each refresh. ``by_three``: a review
# that the person, the referent and the provider each confirmed; its line was written with the last of their answers.
_BY_THREE = """
    e.kind = 'three_way' and exists (
        select 1 from journeys_threepartyreview r where r.journey_id = e.journey_id and r.noted_at is not null
            and r.held_on = (e.at at time zone 'Europe/Paris')::date)"""
NOTEBOOK = FactExport(
    "notebook",
    "journeys_notebookentry",
    FACT_COLUMNS | {"journey": "BIGINT", "kind": "VARCHAR", "reached": "BOOLEAN", "by_three": "BOOLEAN"},
    f"""
select e.id as fact, e.organisation_id as host, (e.at at time zone 'Europe/Paris')::date as happened_on,
    e.at at time zone 'UTC' as recorded_at, null::bigint as corrects,
    e.kind = 'word' or e.journey_id is null as withdrawn, e.journey_id as journey, e.kind,
    coalesce(e.reached, false) as reached, {_BY_THREE} as by_three
from journeys_notebookentry e where {ROWS}""",  # noqa: S608 — fixed names of columns
    version=2,
)

# Who follows trainees, by the Region's dated choice: trainings of before the first choice owe nothing by it.
RELATION_CHOICES = FactExport(
    "relation_choices",
    "journeys_relationsetting",
    FACT_COLUMNS | {"mode": "VARCHAR"},
    """
select e.id as fact, e.organisation_id as host, e.valid_from as happened_on,
    e.recorded_at at time zone 'UTC' as recorded_at, null::bigint as corrects, false as withdrawn, e.mode
from journeys_relationsetting e where {rows}""",
)

# Contacts of the campaigns of an action, with the consent of the person. They count for their action, which belongs to
# the pact, whatever paid for the session of the journey.
CAMPAIGN_CONTACTS = FactExport(
    "campaign_contacts",
    "journeys_countedcontact",
    FACT_COLUMNS | {"journey": "BIGINT", "plan": "BIGINT", "plan_action_id": "BIGINT", "fund": "VARCHAR"},
    """
select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at at time zone 'UTC' as recorded_at,
    e.corrects_id as corrects, e.is_withdrawn as withdrawn, e.journey_id as journey, e.plan_id as plan,
    e.plan_action_id, 'pact' as fund
from journeys_countedcontact e where {rows}""",
)

# Releases from custody. Of people without a journey, nothing is known: they come as withdrawn rows.
RELEASES = FactExport(
    "releases",
    "journeys_release",
    FACT_COLUMNS | {"journey": "BIGINT"},
    """
select e.id as fact, e.organisation_id as host, e.left_on as happened_on,
    e.recorded_at at time zone 'UTC' as recorded_at, e.corrects_id as corrects,
    e.is_withdrawn or e.journey_id is null as withdrawn, e.journey_id as journey
from journeys_release e where {rows}""",
)

# Who brought a person to a journey. It counts for the action of the winner, whatever paid for the session.
ORIGINS = FactExport(
    "origins",
    "journeys_journeyorigin",
    FACT_COLUMNS | {"journey": "BIGINT", "plan": "BIGINT", "plan_action_id": "BIGINT", "fund": "VARCHAR"},
    """
select e.id as fact, e.organisation_id as host, e.brought_on as happened_on,
    e.recorded_at at time zone 'UTC' as recorded_at, e.corrects_id as corrects, e.is_withdrawn as withdrawn,
    e.journey_id as journey, e.plan_id as plan, e.plan_action_id, 'pact' as fund
from journeys_journeyorigin e where {rows}""",
)

# For an erased person: the remaining attributes (ADR 0014); « 45 ans et plus » is not one of our classes, so the age is
# then unknown. A protected situation is that of the day of the entry, or of the opening.
_SITUATIONS = ("rsa", "rqth", "literacy", "justice", "refugee")
_DAY = "coalesce(e.entered_on, e.opened_on)"
_IN_FORCE = f"f.valid_from <= {_DAY} and (f.valid_until is null or f.valid_until >= {_DAY})"
PEOPLE = FactExport(
    "people",
    "journeys_journey",
    {
        "journey": "BIGINT",
        "follows": "BIGINT",
        "learner": "BIGINT",
        "referrer": "BIGINT",
        "residence": "VARCHAR",
        "sex": "VARCHAR",
        "age": "INTEGER",
        "birth_year": "INTEGER",
        "diploma": "INTEGER",
        **dict.fromkeys(_SITUATIONS, "BOOLEAN"),
        "opened_on": "DATE",
        "entered_on": "DATE",
        "ended_on": "DATE",
        "is_pact": "BOOLEAN",
        "journey_session": "BIGINT",
        "job": "VARCHAR",
    },
    f"""
select e.id as journey, e.follows_id as follows, l.id as learner, e.referrer_id as referrer,
    coalesce(nullif(l.commune_code, ''), e.kept_department) as residence, l.sex,
    coalesce(extract(year from {_DAY})::int - l.birth_year,
        case e.kept_age_band when 'under_26' then 16 when '26_44' then 26 end) as age, l.birth_year, l.diploma,
    {", ".join(f"bool_or(f.kind = '{kind}') filter (where {_IN_FORCE}) as {kind}" for kind in _SITUATIONS)},
    e.opened_on, e.entered_on, e.ended_on, e.plan_id is not null as is_pact, e.session_id as journey_session, e.job
from journeys_journey e
join journeys_learner l on l.id = e.learner_id
left join journeys_sensitivefact f on f.learner_id = l.id
where {ROWS}
group by e.id, l.id""",  # noqa: S608 — fixed names of columns
)

EXPORTS = (STEPS, STANDING_STEPS, HOURS, NOTEBOOK, CAMPAIGN_CONTACTS, ORIGINS, RELATION_CHOICES, RELEASES, PEOPLE)
