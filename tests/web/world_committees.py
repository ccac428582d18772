"""World of access: committees and decisions of both Regions."""

from __future__ import annotations

from datetime import timedelta

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from pacte.steering.queries.committees import committee_by_number
from pacte.steering.services.committees import freeze_pack, plan_committee
from pacte.steering.services.decisions import DecisionInput, take_decision
from pacte.steering.services.statements import issue_statement
from tests.cast import Cast, Member
from tests.steering.packs_at_hand import a_pack


def committees_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Ours: an issued one, a held one, and two planned ones, of which one has its pack. Theirs: a held one.

    The issued one has a decision of the lead, the held one a decision of the partner.
    """
    pilot, intruder = cast["pilot"], cast["intruder"]
    ours = Plan.objects.get(code="our-plan")
    _held(ours, pilot, DecisionInput("Décider", (ActionCode(1),), owner_id=cast["lead"].person.pk), days=40, issue=True)
    partner = DecisionInput(
        "Suivre", (ActionCode(1),), owner_id=cast["partner"].person.pk, owner_body_id=cast.provider.pk
    )
    _held(ours, pilot, partner, days=3)
    with acting_as(pilot.actor) as actor:
        plan_committee(actor=actor, plan=ours, title="À venir", held_on=today() + timedelta(days=20))
        made = plan_committee(actor=actor, plan=ours, title="Prêt", held_on=today() + timedelta(days=25))
        packed = committee_by_number(actor=actor, plan=ours, number=made.number)
        freeze_pack(actor=actor, committee=packed, pack=a_pack())
    _held(
        Plan.objects.get(code="their-plan"),
        intruder,
        DecisionInput("Chez eux", (ActionCode(1),), owner_id=intruder.person.pk),
        days=3,
    )
    return {
        "our issued committee": 1,
        "our held committee": 2,
        "our next committee": 3,
        "our packed committee": 4,
        "decision of the lead": 1,
        "decision of the partner": 2,
    }


def _held(plan: Plan, pilot: Member, given: DecisionInput, *, days: int, issue: bool = False) -> None:
    on = today() - timedelta(days=days)
    with acting_as(pilot.actor) as actor:
        made = plan_committee(actor=actor, plan=plan, title=f"Il y a {days} jours", held_on=on)
        committee = committee_by_number(actor=actor, plan=plan, number=made.number)
        take_decision(actor=actor, committee=committee, decision_input=given, on=today())
        if issue:
            issue_statement(actor=actor, committee=committee, on=today(), version="", titles={})
