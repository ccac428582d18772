"""The follow-up of recent decisions, as the pack prints it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.steering.records.meetings import DecisionState, DecisionSummary
from pacte.steering.records.pack import PackDecisionFollowUp

_TONES = {DecisionState.EFFECT_SEEN: "good", DecisionState.DONE: "good", DecisionState.EFFECT_NOT_SEEN: "watch"}


def pack_decision_follow_ups(
    decisions: Iterable[DecisionSummary], *, since: date | None
) -> tuple[PackDecisionFollowUp, ...]:
    """Returns the open decisions and those that changed since the previous meeting, by number."""
    current_decisions = [
        decision
        for decision in decisions
        if not decision.status.is_closed
        or since is None
        or decision.status.since >= since
        or decision.decided_on >= since
    ]
    return tuple(
        pack_decision_follow_up(decision)
        for decision in sorted(current_decisions, key=lambda decision: decision.number)
    )


def pack_decision_follow_up(decision: DecisionSummary) -> PackDecisionFollowUp:
    return PackDecisionFollowUp(
        ref=decision.ref,
        decision=apply_french_spacing(decision.text),
        text=decision_status_label(decision),
        tone=decision_status_tone(decision),
        owner=decision.owner_label,
        decided=format_day(decision.decided_on),
        due=format_day(decision.status.due_on) if decision.status.due_on else "sans échéance",
        check=format_day(decision.status.check_on) if decision.status.check_on else "",
        actions=decision.actions,
        note=apply_french_spacing(decision.status.last_note),
    )


def decision_status_label(decision: DecisionSummary) -> str:
    """« en cours, en retard de 12 jours », « appliquée, effet à vérifier », « effet constaté »."""
    status = decision.status
    if status.is_late:
        return f"{status.label}, en retard de {pluralise(status.days_late, 'jour')}"
    if status.is_to_check:
        return f"{status.label}, effet à vérifier"
    if status.state is DecisionState.DONE and status.check_on:
        return f"{status.label}, à vérifier le {format_day(status.check_on)}"
    return status.label


def decision_status_tone(decision: DecisionSummary) -> str:
    if decision.status.is_late:
        return "bad"
    return "watch" if decision.status.is_to_check else _TONES.get(decision.status.state, "")
