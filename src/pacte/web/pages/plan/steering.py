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
from pacte.web.components.registry import component
from pacte.web.templatetags.pacte_components import draw

if TYPE_CHECKING:
    from pacte.steering.records import MilestoneSummary
    from pacte.steering.records.meetings import DecisionSummary
    from pacte.web.pages.plan.reading import Shown

_SIGNS = {
    MilestoneState.DONE: ("check", "good"),
    MilestoneState.DROPPED: ("cross", ""),
    MilestoneState.LATE: ("diamond", "bad"),
    MilestoneState.THREATENED: ("triangle", "watch"),
    MilestoneState.COMING: ("clock", ""),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Latest reports of the leads, by action number: the weather sign, the latest declared figure."""

    weather: dict[ActionCode, SafeString]
    declared: dict[ActionCode, SafeString]


def follows_rounds(seen: Shown) -> bool:
    """True when the actor takes part in the steering and the plan is not a draft."""
    return not seen.is_draft and may(seen.actor, "round.read", SteeringScope(host_id=seen.plan.organisation_id))


def steering_values(seen: Shown, number: ActionCode) -> dict[str, Any]:
    """Steering section of an action; empty for the public."""
    if not follows_rounds(seen):
        return {}
    weather = weather_by_action(actor=seen.actor, plan=seen.plan, on=seen.on, number=number).get(number)
    milestones = milestones_by_action(actor=seen.actor, plan=seen.plan, on=seen.on, numbers={number}).get(number, [])
    values = declared_values_by_action(
        actor=seen.actor, plan=seen.plan, known_at=_known_at(seen), numbers={number}
    ).get(number, [])
    decisions = decisions_of_action(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
    running = latest_open_round(actor=seen.actor, plan=seen.plan)
    done = sum(each.state is MilestoneState.DONE for each in milestones)
    return {
        "follows_rounds": True,
        "weather": _weather(weather),
        "weather_url": reverse("rounds:answer", args=[weather.round_id, number]) if weather else "",
        "weather_round": weather.round_label if weather else "",
        "answer_url": reverse("rounds:answer", args=[running[0], number]) if running else "",
        "answer_round": running[1] if running else "",
        "milestones": [_milestone(each) for each in milestones],
        "milestones_note": f"{pluralise(done, 'atteint', 'atteints')} sur {len(milestones)}" if milestones else "",
        "declared": [_value(each) for each in values],
        "decisions": [_decision(each, seen) for each in decisions],
    }


def told_by_leads(seen: Shown) -> Told:
    """For the overview: two queries, none for the public."""
    if not follows_rounds(seen):
        return Told({}, {})
    weather = weather_by_action(actor=seen.actor, plan=seen.plan, on=seen.on)
    values = latest_value_by_action(actor=seen.actor, plan=seen.plan, known_at=_known_at(seen))
    signs = {each: draw(component("weather"), {"state": each.value}) for each in Weather}
    return Told(
        weather={number: signs[line.weather] for number, line in weather.items() if line.weather is not Weather.NONE},
        declared={number: _declared(line) for number, line in values.items()},
    )


def _declared(line: LatestValue) -> SafeString:
    what = "" if line.unit.casefold() in line.what.casefold() and line.unit else f"{line.what} : "
    return format_html(
        '{}{} {} <span class="note">déclaré, au {}</span>',
        what,
        format_exact_decimal(line.value),
        line.unit,
        format_day(line.happened_on),
    )


def _known_at(seen: Shown) -> datetime | None:
    """End of the day for a past day; None (now) for today."""
    return None if seen.on >= today() else datetime.combine(seen.on, time.max, PARIS)


def _weather(line: ActionWeather | None) -> dict[str, Any]:
    if line is None:
        return {"state": Weather.NONE.value}
    return {"state": line.weather.value, "by": line.by, "on": line.on, "detail": line.word}


def _milestone(line: MilestoneSummary) -> dict[str, Any]:
    sign, tone = _SIGNS[line.state]
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


def _value(line: DeclaredValueSummary) -> dict[str, Any]:
    return {
        "what": line.what,
        "amount": f"{format_exact_decimal(line.value)} {line.unit}".strip(),
        "note": f"{line.by}, {format_day(line.happened_on)}" + (f", corrige {line.corrects}" if line.corrects else ""),
        "proof": line.proof,
        "proof_url": line.proof_url,
    }


def _decision(line: DecisionSummary, seen: Shown) -> dict[str, Any]:
    fate = line.status
    tone = "bad" if fate.is_late else "watch" if fate.is_to_check else ""
    word = f"en retard de {pluralise(fate.days_late, 'jour')}" if fate.is_late else DECISION_STATE_LABELS[fate.state]
    return {
        "ref": line.ref,
        "text": line.text,
        "when": format_day(line.decided_on),
        "note": f"{line.owner_label}" + (f" · pour le {format_day(fate.due_on)}" if fate.due_on else ""),
        "url": reverse("committees:decision", args=[seen.plan.code, line.number]),
        "badge": {"word": word, "sign": "diamond" if fate.is_late else "check" if fate.is_closed else "clock",
                  "tone": tone},
    }  # fmt: skip
