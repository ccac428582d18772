"""What the offer exports for the figures: the ledger of places, the states of sessions, and the sessions themselves."""

from pacte.kernel.fact_export import FACT_COLUMNS, FactExport

LEDGER = FactExport(
    "ledger",
    "offer_placeentry",
    FACT_COLUMNS
    | {
        "kind": "VARCHAR",
        "places": "INTEGER",
        "hours": "INTEGER",
        "cents": "BIGINT",
        "order_id": "BIGINT",
        "order_ends_on": "DATE",
        "order_fund": "VARCHAR",
        "order_funder": "BIGINT",
        "price_unit": "VARCHAR",
        "unit_price_cents": "BIGINT",
        "group_hours": "INTEGER",
        "plan": "BIGINT",
        "plan_action_id": "BIGINT",
        "lot": "BIGINT",
        "other_session": "BIGINT",
        "cause": "VARCHAR",
        "amendment": "BIGINT",
        "session": "BIGINT",
    },
    """
select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at at time zone 'UTC' as recorded_at,
    e.corrects_id as corrects, false as withdrawn, e.kind, e.places, e.hours, e.cents, e.order_id,
    o.ends_on as order_ends_on, l.fund as order_fund, e.buyer_id as order_funder, o.price_unit, o.unit_price_cents,
    l.group_hours, l.plan_id as plan, l.plan_action_id, o.lot_id as lot,
    e.other_session_id as other_session, e.cause, e.amendment_id as amendment, e.session_id as session
from offer_placeentry e
left join offer_order o on o.id = e.order_id
left join offer_orderitem l on l.id = e.line_id
where {rows}""",
)

STATES = FactExport(
    "states",
    "offer_sessionstatechange",
    FACT_COLUMNS
    | {
        "state": "VARCHAR",
        "decided_by": "VARCHAR",
        "cause": "VARCHAR",
        "starts_on_before": "DATE",
        "starts_on_after": "DATE",
        "session": "BIGINT",
    },
    """
select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at at time zone 'UTC' as recorded_at,
    null::bigint as corrects, false as withdrawn, e.state, e.decided_by, e.cause, e.starts_on_before,
    e.starts_on as starts_on_after, e.session_id as session
from offer_sessionstatechange e where {rows}""",
)

# Fund, funder, objective and domain are those of the first line that bought places in the session.
SESSIONS = FactExport(
    "sessions",
    "offer_session",
    {
        "session": "BIGINT",
        "site": "BIGINT",
        "session_commune": "VARCHAR",
        "provider": "BIGINT",
        "provider_body": "BIGINT",
        "nature": "VARCHAR",
        "domain": "VARCHAR",
        "rome": "VARCHAR",
        "target_level": "INTEGER",
        "certifying": "BOOLEAN",
        "certification": "VARCHAR",
        "rolling": "BOOLEAN",
        "starts_on": "DATE",
        "first_starts_on": "DATE",
        "ends_on": "DATE",
        "enrol_until": "DATE",
        "fund": "VARCHAR",
        "funder": "BIGINT",
    },
    """
select e.id as session, coalesce(e.site_id, a.site_id) as site,
    coalesce(nullif(st.commune_code, ''), p.commune_code) as session_commune, p.id as provider,
    p.body_id as provider_body, coalesce(o.nature, h.nature, '') as nature,
    coalesce(o.domain, left(t.formacodes[1], 3)) as domain, t.rome_codes[1] as rome, t.level_out as target_level,
    t.is_certifying as certifying,
    coalesce('RNCP' || nullif(ltrim(upper(t.certifications -> 0 ->> 'rncp'), 'RNCP'), ''),
        'RS' || nullif(ltrim(upper(t.certifications -> 0 ->> 'rs'), 'RS'), '')) as certification,
    a.entry_mode = 1 as rolling, e.starts_on, coalesce(e.first_starts_on, e.starts_on) as first_starts_on, e.ends_on,
    e.enrol_until, o.fund, o.funder
from offer_session e
join offer_trainingaction a on a.id = e.training_action_id
join offer_training t on t.id = a.training_id
join offer_provider p on p.id = t.provider_id
left join offer_site st on st.id = coalesce(e.site_id, a.site_id)
left join offer_trainingdescription h on h.training_id = t.id and h.nature <> ''
left join (
    select b.session_id, (array_agg(l.fund order by b.id))[1] as fund,
        (array_agg(b.buyer_id order by b.id))[1] as funder,
        (array_agg(o.nature order by b.id))[1] as nature, (array_agg(o.domain_code order by b.id))[1] as domain
    from offer_session e join offer_placeentry b on b.session_id = e.id join offer_order o on o.id = b.order_id
    join offer_orderitem l on l.id = b.line_id
    where b.kind = 'bought' and {rows} group by b.session_id
) o on o.session_id = e.id
where {rows}""",
    version=2,
)

# From their first day; ``until`` is their last one.
CLOSED_SITES = FactExport(
    "closed_sites",
    "offer_closedsite",
    FACT_COLUMNS | {"site": "BIGINT", "until": "DATE"},
    """
select e.id as fact, e.organisation_id as host, e.since as happened_on, e.recorded_at at time zone 'UTC' as recorded_at,
    e.corrects_id as corrects, e.is_withdrawn as withdrawn, e.site_id as site, e.until
from offer_closedsite e where {rows}""",
)

EXPORTS = (LEDGER, STATES, SESSIONS, CLOSED_SITES)
