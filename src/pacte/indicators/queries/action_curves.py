"""The figure of an action over time, which its page draws with the target of the plan as a band."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.curves import indicator_curve
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records import IndicatorKind
from pacte.indicators.records.curve import Curve
from pacte.indicators.rules.action_questions import plan_question, question_of_action
from pacte.indicators.rules.plan_publics import with_plan_definition
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.records import PlanContent

_FEWEST_POINTS = 2


def action_curve(
    *,
    actor: Actor,
    plan: Plan,
    content: PlanContent,
    number: ActionCode,
    code: str,
    known_on: date,
    facts_dir: Path | None = None,
) -> Curve | None:
    """By month, or by quarter for a stock, of the same sessions as the value of the action.

    None where nothing can be drawn: the facts do not count that figure, the plan defines its public otherwise than the
    catalogue, the reader may ask nothing, or less than two values are known.
    """
    definition = indicators().get(code)
    if definition is None or definition.kind is not IndicatorKind.COMPUTED or not read_manifest(facts_dir).built_at:
        return None
    if with_plan_definition(definition, content.publics) != definition:
        return None
    if count_scope_of(actor, plan.organisation_id).is_empty:
        return None
    curve = indicator_curve(
        actor=actor,
        host_id=plan.organisation_id,
        code=code,
        question=question_of_action(plan_question(content, plan.pk, known_on), number, definition),
        facts_dir=facts_dir,
    )
    known = sum(each.value.number is not None for each in curve.points)
    return curve if known >= _FEWEST_POINTS else None
