"""One action of the pack: the answer of its lead, references, and why it matters to the meeting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.kernel.french import NARROW_SPACE, apply_french_spacing, format_day, format_number, pluralise
from pacte.steering.records.pack import PackAction, PackAsk, PackFigure, PackMilestone, PackProofs, PackRisk
from pacte.steering.records.rounds import (
    MILESTONE_LABELS,
    RISK_LABELS,
    ActionAnswer,
    MilestoneLine,
    MilestoneState,
    RiskLine,
    ValueLine,
)
from pacte.steering.records.words import RiskLevel, Weather

_TONES = {
    MilestoneState.DONE: "good",
    MilestoneState.LATE: "bad",
    MilestoneState.THREATENED: "watch",
}
_RISK_TONES = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "watch"}
_WORSE = {Weather.GOOD: 0, Weather.MIXED: 1, Weather.ALERT: 2}


def pack_action(
    answer: ActionAnswer, *, before: Weather, money: tuple[PackFigure, ...], as_of: date, proofs: PackProofs
) -> PackAction:
    """Builds the pack entry of one action. Without an answer in this round there is no weather."""
    code = f"A{answer.number}"
    milestones = tuple(_milestone(f"{code}-J{rank}", each, as_of) for rank, each in enumerate(_kept(answer), start=1))
    told = answer.has_answered
    ask = _ask(answer) if told and answer.decision_asked.strip() else None
    return PackAction(
        number=answer.number,
        title=apply_french_spacing(answer.name),
        axis_code=answer.axis_code,
        lead=answer.lead,
        person=answer.person,
        answered=told,
        weather=answer.weather if told else Weather.NONE,
        weather_word=apply_french_spacing(answer.weather_word) if told else "",
        weather_said=_signed(answer) if told else "",
        weather_before=before.value,
        progress=apply_french_spacing(answer.progress) if told else "",
        milestones=milestones,
        values=tuple(_value(f"{code}-M{rank}", each) for rank, each in enumerate(answer.values, start=1)),
        risks=tuple(
            _risk(f"{code}-R{rank}", each)
            for rank, each in enumerate((risk for risk in answer.risks if risk.closed_on is None), start=1)
        ),
        money=money,
        ask=ask,
        why=why_it_matters(answer, before) if told else _lateness(milestones),
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
    return before in _WORSE and after in _WORSE and _WORSE[after] > _WORSE[before]


def _kept(answer: ActionAnswer) -> list[MilestoneLine]:
    """Returns the milestones by date, without dropped ones, which appear only on the page of the action."""
    alive = (each for each in answer.milestones if each.state is not MilestoneState.DROPPED)
    return sorted(alive, key=lambda each: (each.due_on, each.milestone_id))


def _milestone(ref: str, line: MilestoneLine, as_of: date) -> PackMilestone:
    notes = []
    if line.state is MilestoneState.LATE:
        notes.append(f"{pluralise((as_of - line.due_on).days, 'jour')} de retard")
    if line.done_on and line.done_on != line.due_on:
        notes.append(f"le {format_day(line.done_on)}")
    if line.first_due_on != line.due_on:
        notes.append(f"prévu d’abord le {format_day(line.first_due_on)}")
    if line.chain:
        notes.append(f"menacé par « {line.chain[0]} »")
    return PackMilestone(
        ref, apply_french_spacing(line.title), format_day(line.due_on), line.due_on, MILESTONE_LABELS[line.state],
        _TONES.get(line.state, ""), apply_french_spacing(" ; ".join(notes)),
    )  # fmt: skip


def _value(ref: str, line: ValueLine) -> PackFigure:
    written = format_number(line.value, max(0, -_exponent(line.value)))
    text = f"{written}{NARROW_SPACE}%" if line.unit == "%" else f"{written} {line.unit}".strip()
    notes = [f"déclaré par {line.by}, {format_day(line.happened_on)}"]
    notes.append(f"preuve : {line.proof or line.proof_url}" if line.has_proof else "sans preuve jointe")
    if line.corrects:
        notes.append(f"corrige {line.corrects}")
    return PackFigure(
        ref,
        apply_french_spacing(line.what),
        apply_french_spacing(text),
        line.value,
        apply_french_spacing(" ; ".join(notes)),
    )


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _risk(ref: str, line: RiskLine) -> PackRisk:
    return PackRisk(
        ref,
        apply_french_spacing(line.title),
        RISK_LABELS[line.level],
        _RISK_TONES.get(line.level, ""),
        apply_french_spacing(line.response),
    )


def _ask(answer: ActionAnswer) -> PackAsk:
    return PackAsk(
        f"A{answer.number}-D", apply_french_spacing(answer.decision_asked.strip()), answer.person or answer.lead, answer.number,
        apply_french_spacing(answer.name), answer.answer_id or None,
    )  # fmt: skip


def _signed(answer: ActionAnswer) -> str:
    """Formats the signature and date of a weather: « J. Ferrand, 18 novembre 2020 »."""
    return ", ".join(
        part for part in (answer.weather_by, format_day(answer.weather_on) if answer.weather_on else "") if part
    )
