"""An entirely invented second plan, 2024-2027: shows two plans at once and actions that continue others.

No such plan was ever voted. Its title, its pages and its files say so.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.accounts.queries import person_by_email
from pacte.demo.second_plan_fixtures import ACTIONS, AXES, OBJECTIVES, PERIODS, PUBLICS, YEARS, PlanActionFixture
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Expense,
    Flag,
    LineageKind,
    LineageLink,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
)
from pacte.plan.services import appoint_action_lead, create_plan, put_in_force, sign, vote
from pacte.workflows.import_plan import resolve_lead_organisations

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanVersion

CODE = "centre-val-de-loire_2024-2027_fictif"
FIRST_CODE = "centre-val-de-loire_2019-2022"
VOTED_ON, IN_FORCE_ON = date(2023, 12, 14), date(2024, 1, 1)
# Action leads, among the invented people of the demonstration.
_PEOPLE = {
    "porteur@pacte.example": (1, 2, 7, 8),
    "porteur-dpof@pacte.example": (4,),
    "porteur-etat@pacte.example": (6,),
    "porteur-observatoire@pacte.example": (10, 12),
}


def second_plan_content() -> PlanContent:
    """Content of the invented plan, with correct sums and known codes."""
    amounts = tuple(Amount(ActionCode(each.number), year, each.yearly * 100_000) for each in ACTIONS for year in YEARS)
    axis_of = {each.code: each.axis_code for each in OBJECTIVES}
    return PlanContent(
        code=CODE,
        title="Pacte régional 2024-2027 (plan fictif)",
        region="Centre-Val de Loire",
        first_year=2024,
        last_year=2027,
        periods=PERIODS,
        document_title="Plan fictif 2024-2027, inventé pour la démonstration",
        decided_on=VOTED_ON.isoformat(),
        source="Plan fictif : aucune assemblée ne l'a voté. Il sert à montrer deux plans en même temps.",
        publics=PUBLICS,
        axes=tuple(
            Axis(
                axis.code,
                axis.label,
                axis.title,
                amount_cents=sum(4 * each.yearly * 100_000 for each in ACTIONS if axis_of[each.objective] == axis.code),
                publics=axis.publics,
            )
            for axis in AXES
        ),
        objectives=OBJECTIVES,
        actions=tuple(ActionTitle(ActionCode(each.number), each.title, each.short_title) for each in ACTIONS),
        rows=tuple(_row(each, axis_of[each.objective]) for each in ACTIONS),
        amounts=amounts,
        lineage=tuple(
            LineageLink(ActionCode(each.number), LineageKind.CONTINUES, ActionCode(origin), FIRST_CODE)
            for each in ACTIONS
            for origin in each.continues
        ),
    )


def load_second_plan(*, actor: Actor, region: Organisation) -> PlanVersion:
    """Write it, put it in force and appoint its leads. Must run as the system actor, after the first plan."""
    content = second_plan_content()
    version = create_plan(
        actor=actor,
        organisation=region,
        content=content,
        lead_organisations=resolve_lead_organisations(actor=actor, content=content, create=False),
        reason="Chargement du plan fictif de la démonstration",
        is_synthetic=True,
    )
    vote(actor=actor, version=version, assembly="assemblée inventée", number="délibération fictive 1", on=VOTED_ON)
    sign(actor=actor, version=version, on=VOTED_ON)
    put_in_force(actor=actor, version=version, on=IN_FORCE_ON)
    for email, numbers in _PEOPLE.items():
        person = person_by_email(email)
        membership = person.memberships.order_by("pk").first() if person else None
        if person is None or membership is None:
            continue
        for number in numbers:
            appoint_action_lead(
                actor=actor,
                plan=version.plan,
                number=ActionCode(number),
                organisation_id=membership.organisation_id,
                person=person,
                on=IN_FORCE_ON,
            )
    return version


def _row(action: PlanActionFixture, axis_code: str) -> PlanRow:
    objective = next(each for each in OBJECTIVES if each.code == action.objective)
    periods = PERIODS[action.from_period :]
    return PlanRow(
        key=f"A{action.number:02d}",
        number=ActionCode(action.number),
        kind=RowKind.ACTION,
        axis_code=axis_code,
        strategic_code=objective.parent_code,
        operational_code=objective.code,
        title=action.title,
        short_title=action.short_title,
        description=action.description,
        leads=action.leads,
        expected_result=action.target.what if action.target else "",
        figures=(action.target,) if action.target else (),
        priority=str(periods[0].first_year),
        expenses=(Expense("fonctionnement"),),
        schedule=Schedule(
            Placement.CERTAIN, tuple(Flag(each.code, "X") for each in periods), " ".join("X" for _ in periods)
        ),
        publics=action.publics,
    )
