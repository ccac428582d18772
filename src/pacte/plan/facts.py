"""What the plan exports for the figures: the targets of the versions in force, and the numbers of the actions."""

from pacte.kernel.fact_export import FACT_COLUMNS, FactExport

# Drafts are ignored: a target is known from the moment its version was put in force.
TARGETS = FactExport(
    "targets",
    "plan_versionfigure",
    FACT_COLUMNS
    | {
        "plan": "BIGINT",
        "version": "INTEGER",
        "plan_action": "VARCHAR",
        "code": "VARCHAR",
        "what": "VARCHAR",
        "target": "DOUBLE",
        "unit": "VARCHAR",
        "proposed": "BOOLEAN",
    },
    """
select e.id as fact, v.organisation_id as host, v.in_force_from as happened_on,
    v.put_in_force_at at time zone 'UTC' as recorded_at, null::bigint as corrects, false as withdrawn,
    v.plan_id as plan, v.number as version, x.number as plan_action, e.indicator_code as code, e.what,
    coalesce(e.value, e.minimum) as target, e.unit, e.proposed
from plan_versionfigure e
join plan_planversion v on v.id = e.version_id and v.state = 'in_force' and e.kind = 'target'
join plan_versionrow r on r.id = e.row_id join plan_planaction x on x.id = r.plan_action_id
where {rows}""",
)

ACTIONS = FactExport(
    "actions",
    "plan_planaction",
    {"plan_action_id": "BIGINT", "plan_action": "VARCHAR"},
    "select e.id as plan_action_id, e.number as plan_action from plan_planaction e where {rows}",
)

EXPORTS = (TARGETS, ACTIONS)
