"""Filters of the register of decisions, stored in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.kernel.action_codes import is_action_code, normalise_action_code
from pacte.kernel.french import fold_text
from pacte.steering.queries.decisions import decision_summaries
from pacte.steering.rules.decision_status import group_due_decisions

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.records.meetings import DecisionSummary

STATE, ACTION, OWNER, WORDS = "etat", "action", "responsable", "mots"
STATES: dict[str, tuple[str, Callable[[DecisionSummary], bool]]] = {
    "en-retard": ("en retard", lambda line: line.status.is_late),
    "a-verifier": ("effet à vérifier", lambda line: line.fate.is_to_check),
    "en-cours": ("encore ouvertes", lambda line: not line.status.is_closed),
    "closes": ("closes", lambda line: line.status.is_closed),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """``every``: all visible decisions; ``matching``: those that match; ``active_filters``: the applied filters."""

    every: tuple[DecisionSummary, ...]
    lines: tuple[DecisionSummary, ...]
    kept: dict[str, str]

    @property
    def owners(self) -> list[str]:
        return sorted({line.owner_label for line in self.every}, key=fold_text)


def chosen(actor: Actor, plan: Plan, asked: Mapping[str, str], on: date) -> Chosen:
    """Unknown filter values are ignored, so that old links still work."""
    every = tuple(decision_summaries(actor=actor, plan=plan, on=on))
    lines, kept = every, {}
    state = asked.get(STATE, "")
    if state in STATES:
        kept[STATE] = state
        lines = tuple(line for line in lines if STATES[state][1](line))
    action = asked.get(ACTION, "").strip()
    if is_action_code(code := normalise_action_code(action)):
        kept[ACTION] = code
        lines = tuple(line for line in lines if code in line.actions)
    owner = asked.get(OWNER, "")
    if owner in {line.owner_label for line in every}:
        kept[OWNER] = owner
        lines = tuple(line for line in lines if line.owner_label == owner)
    words = fold_text(asked.get(WORDS, ""))
    if words:
        kept[WORDS] = asked.get(WORDS, "").strip()
        lines = tuple(line for line in lines if words in fold_text(f"{line.ref} {line.text} {line.expected_effect}"))
    return Chosen(every, lines, kept)


def pressing(lines: tuple[DecisionSummary, ...], on: date) -> str:
    """« 2 en retard, 1 à vérifier, 3 dans les quinze jours »."""
    found = group_due_decisions(lines, on)
    parts = [
        (len(found.late), "en retard"),
        (len(found.to_check), "à vérifier"),
        (len(found.soon), "dans les quinze jours"),
    ]
    return ", ".join(f"{count} {word}" for count, word in parts if count)
