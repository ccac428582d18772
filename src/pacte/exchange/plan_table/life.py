"""Reads the status and the lineage of actions from the extra sheets of our own export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.exchange.documents.wording import LINEAGE_WORDS, STATE_WORDS
from pacte.exchange.plan_table.companions import Companions, Fact, code_in
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionStatus, LineageLink, PlanRow

_STATES = {word: state for state, word in STATE_WORDS.items()}
_KINDS = {word: kind for kind, word in LINEAGE_WORDS.items()}


def standings_in(kept: Companions, rows: Sequence[PlanRow]) -> tuple[ActionStatus, ...]:
    """Returns the statuses of the actions that still have rows; unknown words are ignored."""
    return tuple(
        ActionStatus(number, _STATES[word], _day(since), reason)
        for number, (word, reason, since, _) in _facts(kept, "état", rows)
        if word in _STATES
    )


def lineage_in(kept: Companions, rows: Sequence[PlanRow]) -> tuple[LineageLink, ...]:
    return tuple(
        LineageLink(number, _KINDS[word], code_in(origin), plan)
        for number, (word, origin, plan, _) in _facts(kept, "filiation", rows)
        if word in _KINDS and code_in(origin)
    )


def _facts(kept: Companions, name: str, rows: Sequence[PlanRow]) -> list[tuple[ActionCode, Fact]]:
    numbers = {row.number for row in rows}
    return [
        (code_in(key), fact)
        for key, subject in kept.of("action").items()
        for fact in subject.facts.get(name, ())
        if code_in(key) in numbers
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10]) if text.strip() else None
    except ValueError:
        return None
