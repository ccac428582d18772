"""Badges and dates shared by the pages of rounds. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from pacte.kernel.french import format_day
from pacte.steering.records import ANSWER_STATE_LABELS, AnswerState, MilestoneState

_ANSWER_SIGNS = {
    AnswerState.AWAITED: ("clock", ""),
    AnswerState.STARTED: ("half", ""),
    AnswerState.SENT: ("check", ""),
    AnswerState.RETURNED: ("triangle", "watch"),
    AnswerState.ACCEPTED: ("check", "good"),
}
_MILESTONE_SIGNS = {
    MilestoneState.DONE: ("check", "good"),
    MilestoneState.DROPPED: ("cross", ""),
    MilestoneState.LATE: ("diamond", "bad"),
    MilestoneState.THREATENED: ("triangle", "watch"),
    MilestoneState.COMING: ("clock", ""),
}


def days_left_text(due_on: date, on: date) -> str:
    """« dans 6 jours », « demain », « en retard de 3 jours »."""
    left = (due_on - on).days
    if left < 0:
        return f"en retard de {-left} jour{'s' if left < -1 else ''}"
    return "aujourd’hui" if left == 0 else "demain" if left == 1 else f"dans {left} jours"


def answer_state_badge(state: AnswerState, *, late: bool = False) -> dict[str, Any]:
    """Parameters of the component ``state_badge``."""
    if late:
        return {"word": f"{ANSWER_STATE_LABELS[state]}, en retard", "sign": "diamond", "tone": "bad"}
    sign, tone = _ANSWER_SIGNS[state]
    return {"word": ANSWER_STATE_LABELS[state], "sign": sign, "tone": tone}


def milestone_state_badge(state: MilestoneState, label: str, days_late: int = 0) -> dict[str, Any]:
    sign, tone = _MILESTONE_SIGNS[state]
    word = f"{label} de {days_late} jour{'s' if days_late > 1 else ''}" if days_late else label
    return {"word": word, "sign": sign, "tone": tone}


def day_or_empty(on: date | None) -> str:
    return format_day(on) if on else ""
