"""World of access: money on each Region's plan.

A commitment of action 1, one that waits for an action, and a typed amount.
"""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.finance.queries import commitments_of_action, declared_amounts, unallocated_commitments
from pacte.finance.records import AllocationTarget, DeclaredAmountInput, Fund, MoneyStage, Section
from pacte.finance.services import declare_amount, import_extract
from pacte.kernel.action_codes import ActionCode
from pacte.plan.models import Plan
from tests.cast import Cast
from tests.finance.accounts import account, extract


def money_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. Needs the plans of the world."""
    names: dict[str, int | str] = {}
    for whose, part in (("our", "finance"), ("their", "intruder")):
        actor = cast[part].actor
        host = cast.region if whose == "our" else cast.other_region
        with acting_as(actor):
            plan = Plan.objects.get(code=f"{whose}-plan")
            import_extract(
                actor=actor,
                organisation=host,
                extract=extract(account("E1"), account("E2", action=57)),
                plan=plan,
            )
            declare_amount(
                actor=actor,
                plan=plan,
                reason="Budget",
                amount=DeclaredAmountInput(
                    AllocationTarget(plan.code, "1", ActionCode(1)),
                    2019,
                    Section.OPERATING,
                    Fund.PACT,
                    MoneyStage.VOTED,
                    date(2018, 12, 20),
                    500,
                ),
            )
            names[f"{whose} commitment"] = commitments_of_action(actor=actor, plan=plan, number=ActionCode(1))[
                0
            ].commitment_id
            names[f"{whose} waiting line"] = unallocated_commitments(actor=actor, plan=plan)[0].commitment_id
            names[f"{whose} typed amount"] = declared_amounts(actor=actor, plan=plan)[0].movement_id
    return names
