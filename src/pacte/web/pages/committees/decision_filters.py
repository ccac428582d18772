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

STATE_PARAM, ACTION_PARAM, OWNER_PARAM, SEARCH_PARAM = "etat", "action", "responsable", "mots"
STATE_FILTERS: dict[str, tuple[str, Callable[[DecisionSummary], bool]]] = {
    "en-retard": ("en retard", lambda line: line.status.is_late),
    "a-verifier": ("effet à vérifier", lambda line: line.status.is_to_check),
    "en-cours": ("encore ouvertes", lambda line: not line.status.is_closed),
    "closes": ("closes", lambda line: line.status.is_closed),
}


@dataclass(frozen=True, slots=True)
class FilteredDecisions:
    """``every``: all visible decisions; ``matching``: those that match; ``active_filters``: the applied filters."""

    every: tuple[DecisionSummary, ...]
    matching: tuple[DecisionSummary, ...]
    active_filters: dict[str, str]

    @property
    def owners(self) -> list[str]:
        return sorted({line.owner_label for line in self.every}, key=fold_text)


def filter_decisions(actor: Actor, plan: Plan, query_params: Mapping[str, str], on: date) -> FilteredDecisions:
    """Unknown filter values are ignored, so that old links still work."""
    all_decisions = tuple(decision_summaries(actor=actor, plan=plan, on=on))
    lines, active_filters = all_decisions, {}
    state = query_params.get(STATE_PARAM, "")
    if state in STATE_FILTERS:
        active_filters[STATE_PARAM] = state
        lines = tuple(line for line in lines if STATE_FILTERS[state][1](line))
    action = query_params.get(ACTION_PARAM, "").strip()
    if is_action_code(code := normalise_action_code(action)):
        active_filters[ACTION_PARAM] = code
        lines = tuple(line for line in lines if code in line.actions)
    owner = query_params.get(OWNER_PARAM, "")
    if owner in {line.owner_label for line in all_decisions}:
        active_filters[OWNER_PARAM] = owner
        lines = tuple(line for line in lines if line.owner_label == owner)
    words = fold_text(query_params.get(SEARCH_PARAM, ""))
    if words:
        active_filters[SEARCH_PARAM] = query_params.get(SEARCH_PARAM, "").strip()
        lines = tuple(line for line in lines if words in fold_text(f"{line.ref} {line.text} {line.expected_effect}"))
    return FilteredDecisions(all_decisions, lines, active_filters)


def pressing_decisions_text(lines: tuple[DecisionSummary, ...], on: date) -> str:
    """« 2 en retard, 1 à vérifier, 3 dans les quinze jours »."""
    due_decisions = group_due_decisions(lines, on)
    parts = [
        (len(due_decisions.late), "en retard"),
        (len(due_decisions.to_check), "à vérifier"),
        (len(due_decisions.soon), "dans les quinze jours"),
    ]
    return ", ".join(f"{count} {word}" for count, word in parts if count)
