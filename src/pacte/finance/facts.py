"""What the accounts export for the figures: the movements of credits, with the line of the budget they are on."""

from pacte.kernel.fact_export import FACT_COLUMNS, FactExport

MONEY = FactExport(
    "money",
    "finance_movement",
    FACT_COLUMNS
    | {
        "stage": "VARCHAR",
        "cents": "BIGINT",
        "etp": "DOUBLE",
        "plan": "BIGINT",
        "axis": "VARCHAR",
        "plan_action_id": "BIGINT",
        "year": "INTEGER",
        "section": "VARCHAR",
        "fund": "VARCHAR",
        "financer": "VARCHAR",
    },
    """
select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at at time zone 'UTC' as recorded_at,
    null::bigint as corrects, false as withdrawn, e.stage, e.cents, e.etp, b.plan_id as plan, b.axis_code as axis,
    b.plan_action_id, b.year, coalesce(b.section, c.section) as section, coalesce(b.fund, c.fund) as fund,
    coalesce(b.financer_name, c.financer_name) as financer
from finance_movement e
left join finance_commitment c on c.id = e.commitment_id
left join finance_allocation a on a.commitment_id = c.id and a.superseded_at is null
left join finance_budgetline b on b.id = coalesce(e.budget_line_id, a.budget_line_id)
where {rows}""",
)

EXPORTS = (MONEY,)
