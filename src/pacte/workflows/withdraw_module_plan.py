"""Withdraw a plan of modules: each of its steps that is still only proposed, by the steps that journeys know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.journeys import as_step_records, journey_by_key, steps_of
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.chains import is_only_proposed
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.journeys.services import StepInput
from pacte.kernel.errors import Conflict
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.models import Journey, ModulePlan
    from pacte.kernel.actor import Actor


def withdraw_module_plan(*, actor: Actor, plan: ModulePlan, on: date, reason: str) -> int:
    """Withdraw the proposals of ``plan`` that nobody moved since, the last first, and return how many. All, or none.

    The journey from which it was composed goes on without the proposal; those opened for the plan are closed. What was
    answered, admitted or entered stays. Raises ``Conflict`` when nothing is left to withdraw, and as
    ``record_journey_step``.
    """
    with transaction.atomic():
        proposed = [
            journey
            for each in reversed(plan.proposed)
            if (journey := journey_by_key(actor=actor, key=each["journey"]))
            and is_only_proposed(JourneyState(journey.state), journey.session_id, each["session_id"])
        ]
        if not proposed:
            raise Conflict(
                "plan_moved", "Plus aucune étape de ce plan n’est à retirer.",
                "Chacune a eu sa réponse, ou a déjà été retirée.", "Voyez chaque parcours sur la page de la personne.",
            )  # fmt: skip
        for journey in proposed:
            withdrawal = _undone(journey, reason) if journey.pk == plan.journey_id else None
            step = withdrawal or StepInput(StepKind.CLOSED, on, reason=reason)
            record_journey_step(actor=actor, key=journey.key, step_input=step)
    return len(proposed)


def _undone(journey: Journey, reason: str) -> StepInput:
    """Takes back the proposal itself: the person is still looked after."""
    steps = steps_in_force(as_step_records(steps_of(journey)))
    proposal = next(each for each in reversed(steps) if each.kind is StepKind.PROPOSED)
    return StepInput(
        StepKind.PROPOSED, proposal.happened_on, session_id=proposal.session_id, detail=dict(proposal.detail),
        corrects=proposal.identifier, is_withdrawn=True, reason=reason,
    )  # fmt: skip
