"""One action of the pack: the answer of its lead, references, and why it matters to the meeting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.kernel.french import NARROW_SPACE, apply_french_spacing, format_day, format_number, pluralise
from pacte.steering.records.enums import RiskLevel, Weather
from pacte.steering.records.pack import (
    PackAction,
    PackDecisionRequest,
    PackEvidence,
    PackFigure,
    PackMilestone,
    PackRisk,
)
from pacte.steering.records.rounds import (
    MILESTONE_STATE_LABELS,
    RISK_LEVEL_LABELS,
    ActionAnswer,
    DeclaredValueSummary,
    MilestoneState,
    MilestoneSummary,
    RiskSummary,
)

_TONES = {
    MilestoneState.DONE: "good",
    MilestoneState.LATE: "bad",
    MilestoneState.THREATENED: "watch",
}
_RISK_TONES = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "watch"}
_WEATHER_RANKS = {Weather.GOOD: 0, Weather.MIXED: 1, Weather.ALERT: 2}


def pack_action(
    answer: ActionAnswer, *, before: Weather, money: tuple[PackFigure, ...], as_of: date, proofs: PackEvidence
) -> PackAction:
    """Builds the pack entry of one action. Without an answer in this round there is no weather."""
    code = f"A{answer.number}"
    milestones = tuple(
        _milestone(f"{code}-J{rank}", each, as_of) for rank, each in enumerate(_active_milestones(answer), start=1)
    )
    has_answered = answer.has_answered
    decision_request = _decision_request(answer) if has_answered and answer.decision_asked.strip() else None
    return PackAction(
        number=answer.number,
        title=apply_french_spacing(answer.name),
        axis_code=answer.axis_code,
        lead=answer.lead,
        person=answer.person,
        answered=has_answered,
        weather=answer.weather if has_answered else Weather.NONE,
        weather_word=apply_french_spacing(answer.weather_word) if has_answered else "",
        weather_said=_weather_signature(answer) if has_answered else "",
        weather_before=before.value,
        progress=apply_french_spacing(answer.progress) if has_answered else "",
        milestones=milestones,
        values=tuple(_value(f"{code}-M{rank}", each) for rank, each in enumerate(answer.values, start=1)),
        risks=tuple(
            _risk(f"{code}-R{rank}", each)
            for rank, each in enumerate((risk for risk in answer.risks if risk.closed_on is None), start=1)
        ),
        money=money,
        ask=decision_request,
        why=why_it_matters(answer, before) if has_answered else _lateness(milestones),
        proofs=proofs,
    )


def why_it_matters(answer: ActionAnswer, before: Weather) -> str:
    """Returns why the action deserves a page: alert, requested decision, late milestones, worse weather."""
    late = sum(each.state is MilestoneState.LATE for each in answer.milestones)
    reasons = [
        "alerte" if answer.weather is Weather.ALERT else "",
        "décision demandée" if answer.decision_asked.strip() else "",
        pluralise(late, "jalon dépassé", "jalons dépassés") if late else "",
        "météo en baisse" if _is_worse(before, answer.weather) else "",
    ]
    return " · ".join(reason for reason in reasons if reason)


def _lateness(milestones: tuple[PackMilestone, ...]) -> str:
    late = sum(each.tone == "bad" for each in milestones)
    return f"sans réponse · {pluralise(late, 'jalon dépassé', 'jalons dépassés')}" if late else ""


def _is_worse(before: Weather, after: Weather) -> bool:
    """Returns True when both weathers are known and the second is worse."""
    return before in _WEATHER_RANKS and after in _WEATHER_RANKS and _WEATHER_RANKS[after] > _WEATHER_RANKS[before]


def _active_milestones(answer: ActionAnswer) -> list[MilestoneSummary]:
    """Returns the milestones by date, without dropped ones, which appear only on the page of the action."""
    active = (each for each in answer.milestones if each.state is not MilestoneState.DROPPED)
    return sorted(active, key=lambda each: (each.due_on, each.milestone_id))


def _milestone(ref: str, milestone: MilestoneSummary, as_of: date) -> PackMilestone:
    notes = []
    if milestone.state is MilestoneState.LATE:
        notes.append(f"{pluralise((as_of - milestone.due_on).days, 'jour')} de retard")
    if milestone.done_on and milestone.done_on != milestone.due_on:
        notes.append(f"le {format_day(milestone.done_on)}")
    if milestone.first_due_on != milestone.due_on:
        notes.append(f"prévu d’abord le {format_day(milestone.first_due_on)}")
    if milestone.chain:
        notes.append(f"menacé par « {milestone.chain[0]} »")
    return PackMilestone(
        ref,
        apply_french_spacing(milestone.title),
        format_day(milestone.due_on),
        milestone.due_on,
        MILESTONE_STATE_LABELS[milestone.state],
        _TONES.get(milestone.state, ""),
        apply_french_spacing(" ; ".join(notes)),
    )


def _value(ref: str, value: DeclaredValueSummary) -> PackFigure:
    amount = format_number(value.value, max(0, -_exponent(value.value)))
    text = f"{amount}{NARROW_SPACE}%" if value.unit == "%" else f"{amount} {value.unit}".strip()
    notes = [f"déclaré par {value.by}, {format_day(value.happened_on)}"]
    notes.append(f"preuve : {value.proof or value.proof_url}" if value.has_proof else "sans preuve jointe")
    if value.corrects:
        notes.append(f"corrige {value.corrects}")
    return PackFigure(
        ref,
        apply_french_spacing(value.name),
        apply_french_spacing(text),
        value.value,
        apply_french_spacing(" ; ".join(notes)),
    )


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _risk(ref: str, risk: RiskSummary) -> PackRisk:
    return PackRisk(
        ref,
        apply_french_spacing(risk.title),
        RISK_LEVEL_LABELS[risk.level],
        _RISK_TONES.get(risk.level, ""),
        apply_french_spacing(risk.response),
    )


def _decision_request(answer: ActionAnswer) -> PackDecisionRequest:
    return PackDecisionRequest(
        f"A{answer.number}-D",
        apply_french_spacing(answer.decision_asked.strip()),
        answer.person or answer.lead,
        answer.number,
        apply_french_spacing(answer.name),
        answer.answer_id or None,
    )


def _weather_signature(answer: ActionAnswer) -> str:
    """Formats the signature and date of a weather: « J. Ferrand, 18 novembre 2020 »."""
    return ", ".join(
        part for part in (answer.weather_by, format_day(answer.weather_on) if answer.weather_on else "") if part
    )
