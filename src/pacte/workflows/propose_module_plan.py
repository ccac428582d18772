"""Propose the steps of a plan of modules: a journey for each, in a chain: each has its own answer and its own seat."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.journeys.services import StepInput, open_journey
from pacte.journeys.services.module_plans import keep_module_plan
from pacte.kernel.errors import ValidationError
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Journey, ModulePlan
    from pacte.kernel.actor import Actor


def propose_module_plan(
    *, actor: Actor, plan: ModulePlan, journey: Journey, body: Organisation, session_ids: Collection[int], on: date
) -> ModulePlan:
    """Propose these steps of ``plan``, in its order, from ``journey`` on. All of them, or none.

    The first one is proposed on ``journey`` itself when nothing is proposed there yet; else a journey follows it.
    Raises ``ValidationError`` (no step, one that is not of the plan), and as ``record_journey_step``.
    """
    stages = [each["session_id"] for each in plan.answer["stages"] if each["session_id"] in session_ids]
    if not stages or len(stages) < len(set(session_ids)):
        raise ValidationError("plan_steps", "Aucune étape de ce plan n’est cochée.", hint="Cochez-en au moins une.")
    journey_by_session: dict[int, UUID] = {}
    with transaction.atomic():
        present = journey
        for session_id in stages:
            if journey_by_session or not _takes_first(journey):
                present = _next(actor, present, body, on)
            step = StepInput(StepKind.PROPOSED, on, session_id=session_id)
            record_journey_step(actor=actor, key=present.key, step_input=step)
            journey_by_session[session_id] = present.key
        return keep_module_plan(actor=actor, plan=plan, journey_by_session=journey_by_session)


def _takes_first(journey: Journey) -> bool:
    """An answer that is awaited, or a place that is held, is not replaced by another proposal."""
    return journey.session_id is None and StepKind.PROPOSED in allowed_step_kinds(JourneyState(journey.state))


def _next(actor: Actor, previous: Journey, body: Organisation, on: date) -> Journey:
    journey = open_journey(
        actor=actor, learner=previous.learner, body=body, on=on, goal_rome=previous.goal_rome, follows=previous
    )
    record_journey_step(actor=actor, key=journey.key, step_input=StepInput(StepKind.NEED_EXPRESSED, on))
    return journey
