"""Reads the status and the lineage of actions from the extra sheets of our own export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.exchange.documents.wording import LINEAGE_WORDS, STATE_WORDS
from pacte.exchange.plan_table.extra_sheets import ExtraSheets, Fact, exported_action_code
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionStatus, LineageLink, PlanRow

_STATES = {word: state for state, word in STATE_WORDS.items()}
_KINDS = {word: kind for kind, word in LINEAGE_WORDS.items()}


def action_statuses(extra_sheets: ExtraSheets, rows: Sequence[PlanRow]) -> tuple[ActionStatus, ...]:
    """Returns the statuses of the actions that still have rows; unknown words are ignored."""
    return tuple(
        ActionStatus(number, _STATES[word], _parse_date(since), reason)
        for number, (word, reason, since, _) in _facts(extra_sheets, "état", rows)
        if word in _STATES
    )


def action_successions(extra_sheets: ExtraSheets, rows: Sequence[PlanRow]) -> tuple[LineageLink, ...]:
    return tuple(
        LineageLink(number, _KINDS[word], exported_action_code(origin), plan)
        for number, (word, origin, plan, _) in _facts(extra_sheets, "filiation", rows)
        if word in _KINDS and exported_action_code(origin)
    )


def _facts(extra_sheets: ExtraSheets, name: str, rows: Sequence[PlanRow]) -> list[tuple[ActionCode, Fact]]:
    numbers = {row.number for row in rows}
    return [
        (exported_action_code(key), fact)
        for key, subject in extra_sheets.subjects_of_kind("action").items()
        for fact in subject.facts.get(name, ())
        if exported_action_code(key) in numbers
    ]


def _parse_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10]) if text.strip() else None
    except ValueError:
        return None
