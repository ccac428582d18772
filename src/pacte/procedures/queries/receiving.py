"""For which actions, procedures and rounds the applications of another tool may come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.plan.queries import plan_by_code, plan_summaries
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import CallRound
from pacte.procedures.permissions import CaseScope, may, may_on_any_case
from pacte.procedures.queries.offered import actions_of_procedures
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import open_procedures


@dataclass(frozen=True, slots=True)
class ReceivingPlace:
    """Where applications come in: a procedure of a plan and, when it has rounds, one of them.

    ``numbers``: the actions for which the actor may open such a case.
    """

    plan: Plan
    procedure: Procedure
    numbers: tuple[ActionCode, ...]
    call_round: CallRound | None = None

    @property
    def key(self) -> str:
        """What names it in an address, and the mapping of its files."""
        return f"{self.plan.code}:{self.procedure.code}:{self.call_round.pk if self.call_round else ''}"

    @property
    def label(self) -> str:
        session = f", {self.call_round.title}" if self.call_round else ""
        return f"{self.procedure.title}{session} ({self.plan.title})"


def receiving_hosts(actor: Actor) -> frozenset[int]:
    """Returns the Regions whose applications the actor may bring in, whoever leads the action: those of a pilot."""
    hosts = {each.host_id for each in actor.memberships}
    return frozenset(each for each in hosts if may_on_any_case(actor, "procedures.convene", each))


def receiving_places(*, actor: Actor, host_id: int, on: date) -> list[ReceivingPlace]:
    """Returns the places of a Region, plan by plan.

    None of a procedure that says something private of a person, nor of one to which only an account applies.
    """
    plans = [each.code for each in plan_summaries(actor=actor) if each.host_id == host_id]
    return [place for code in plans for place in _places_of_plan(actor, plan_by_code(actor=actor, code=code), on)]


def receiving_place(*, actor: Actor, host_id: int, key: str, on: date) -> ReceivingPlace:
    """Returns the place of that ``key``. Raises ``NotFound``."""
    for each in receiving_places(actor=actor, host_id=host_id, on=on):
        if each.key == key:
            return each
    raise NotFound


def _places_of_plan(actor: Actor, plan: Plan, on: date) -> list[ReceivingPlace]:
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on)
    mine = [number for number, each in stakeholders.items() if may(actor, "procedures.open", CaseScope(each))]
    counted = actions_of_procedures(actor=actor, plan=plan, on=on)
    rounds = list(CallRound.objects.filter(plan=plan).order_by("-opens_at"))
    places = []
    for procedure in open_procedures(on):
        actions = mine if procedure.is_for_any_action else counted.get(procedure.code, ())
        numbers = tuple(number for number in mine if number in set(actions))
        by_link = procedure.applicants is not None and procedure.applicants.by_link
        if not numbers or procedure.is_sensitive or not by_link:
            continue
        if procedure.rounds is None:
            places.append(ReceivingPlace(plan, procedure, numbers))
        own = [each for each in rounds if each.procedure_code == procedure.code] if procedure.rounds else []
        places += [ReceivingPlace(plan, procedure, numbers, each) for each in own]
    return places
