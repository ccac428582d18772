"""Steering data on the pages of a plan, for its participants: weather, milestones, declared values, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS, today
from pacte.kernel.french import format_day, pluralise
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.decisions import decisions_of_action
from pacte.steering.queries.rounds import latest_open_round
from pacte.steering.queries.tracking import (
    LatestValue,
    declared_values_by_action,
    latest_value_by_action,
    milestones_by_action,
)
from pacte.steering.queries.weather import ActionWeather, weather_by_action
from pacte.steering.records import DeclaredValueSummary, MilestoneState, Weather
from pacte.steering.records.meetings import DECISION_STATE_LABELS
from pacte.steering.rules.number_format import format_exact_decimal
from pacte.web.components.registry import get_component
from pacte.web.templatetags.pacte_components import render_component

if TYPE_CHECKING:
    from pacte.steering.records import MilestoneSummary
    from pacte.steering.records.meetings import DecisionSummary
    from pacte.web.pages.plan.plan_context import PlanContext

_MILESTONE_BADGES = {
    MilestoneState.DONE: ("check", "good"),
    MilestoneState.DROPPED: ("cross", ""),
    MilestoneState.LATE: ("diamond", "bad"),
    MilestoneState.THREATENED: ("triangle", "watch"),
    MilestoneState.COMING: ("clock", ""),
}


@dataclass(frozen=True, slots=True)
class LeadReports:
    """Latest reports of the leads, by action number: the weather sign, the latest declared figure."""

    weather: dict[ActionCode, SafeString]
    declared: dict[ActionCode, SafeString]


def may_follow_rounds(plan_context: PlanContext) -> bool:
    """True when the actor takes part in the steering and the plan is not a draft."""
    return not plan_context.is_draft and may(
        plan_context.actor, "round.read", SteeringScope(host_id=plan_context.plan.organisation_id)
    )


def action_steering_context(plan_context: PlanContext, number: ActionCode) -> dict[str, Any]:
    """Steering section of an action; empty for the public."""
    if not may_follow_rounds(plan_context):
        return {}
    weather = weather_by_action(
        actor=plan_context.actor, plan=plan_context.plan, on=plan_context.on, number=number
    ).get(number)
    milestones = milestones_by_action(
        actor=plan_context.actor, plan=plan_context.plan, on=plan_context.on, numbers={number}
    ).get(number, [])
    values = declared_values_by_action(
        actor=plan_context.actor, plan=plan_context.plan, known_at=_recorded_before(plan_context), numbers={number}
    ).get(number, [])
    decisions = decisions_of_action(actor=plan_context.actor, plan=plan_context.plan, number=number, on=plan_context.on)
    running = latest_open_round(actor=plan_context.actor, plan=plan_context.plan)
    done = sum(each.state is MilestoneState.DONE for each in milestones)
    return {
        "follows_rounds": True,
        "weather": _weather_values(weather),
        "weather_url": reverse("rounds:answer", args=[weather.round_id, number]) if weather else "",
        "weather_round": weather.round_label if weather else "",
        "answer_url": reverse("rounds:answer", args=[running[0], number]) if running else "",
        "answer_round": running[1] if running else "",
        "milestones": [_milestone_values(each) for each in milestones],
        "milestones_note": f"{pluralise(done, 'atteint', 'atteints')} sur {len(milestones)}" if milestones else "",
        "declared": [_declared_value_values(each) for each in values],
        "decisions": [_decision_values(each, plan_context) for each in decisions],
    }


def load_lead_reports(plan_context: PlanContext) -> LeadReports:
    """For the overview: two queries, none for the public."""
    if not may_follow_rounds(plan_context):
        return LeadReports({}, {})
    weather = weather_by_action(actor=plan_context.actor, plan=plan_context.plan, on=plan_context.on)
    values = latest_value_by_action(
        actor=plan_context.actor, plan=plan_context.plan, known_at=_recorded_before(plan_context)
    )
    signs = {each: render_component(get_component("weather"), {"state": each.value}) for each in Weather}
    return LeadReports(
        weather={number: signs[line.weather] for number, line in weather.items() if line.weather is not Weather.NONE},
        declared={number: _declared_value_text(line) for number, line in values.items()},
    )


def _declared_value_text(line: LatestValue) -> SafeString:
    what = "" if line.unit.casefold() in line.what.casefold() and line.unit else f"{line.what} : "
    return format_html(
        '{}{} {} <span class="note">déclaré, au {}</span>',
        what,
        format_exact_decimal(line.value),
        line.unit,
        format_day(line.happened_on),
    )


def _recorded_before(plan_context: PlanContext) -> datetime | None:
    """End of the day for a past day; None (now) for today."""
    return None if plan_context.on >= today() else datetime.combine(plan_context.on, time.max, PARIS)


def _weather_values(line: ActionWeather | None) -> dict[str, Any]:
    if line is None:
        return {"state": Weather.NONE.value}
    return {"state": line.weather.value, "by": line.by, "on": line.on, "detail": line.word}


def _milestone_values(line: MilestoneSummary) -> dict[str, Any]:
    sign, tone = _MILESTONE_BADGES[line.state]
    late = f" de {pluralise(line.days_late, 'jour')}" if line.days_late else ""
    notes = [
        f"prévu d’abord le {format_day(line.first_due_on)}" if line.first_due_on != line.due_on else "",
        f"attend {' ← '.join(line.chain)}" if line.chain else "",
        f"retient {pluralise(line.holds_up, 'autre jalon', 'autres jalons')}" if line.holds_up else "",
        line.owner,
    ]
    return {
        "title": line.title,
        "when": format_day(line.done_on or line.due_on),
        "note": " · ".join(note for note in notes if note),
        "badge": {"word": f"{line.state_label}{late}", "sign": sign, "tone": tone},
    }


def _declared_value_values(line: DeclaredValueSummary) -> dict[str, Any]:
    return {
        "what": line.what,
        "amount": f"{format_exact_decimal(line.value)} {line.unit}".strip(),
        "note": f"{line.by}, {format_day(line.happened_on)}" + (f", corrige {line.corrects}" if line.corrects else ""),
        "proof": line.proof,
        "proof_url": line.proof_url,
    }


def _decision_values(line: DecisionSummary, plan_context: PlanContext) -> dict[str, Any]:
    fate = line.status
    tone = "bad" if fate.is_late else "watch" if fate.is_to_check else ""
    word = f"en retard de {pluralise(fate.days_late, 'jour')}" if fate.is_late else DECISION_STATE_LABELS[fate.state]
    return {
        "ref": line.ref,
        "text": line.text,
        "when": format_day(line.decided_on),
        "note": f"{line.owner_label}" + (f" · pour le {format_day(fate.due_on)}" if fate.due_on else ""),
        "url": reverse("committees:decision", args=[plan_context.plan.code, line.number]),
        "badge": {"word": word, "sign": "diamond" if fate.is_late else "check" if fate.is_closed else "clock",
                  "tone": tone},
    }  # fmt: skip
