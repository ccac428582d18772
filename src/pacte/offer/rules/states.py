"""State machine of a session: allowed transitions and their required data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.offer.records import Cause, DecidedBy, SessionState

FOLLOWING: dict[SessionState, frozenset[SessionState]] = {
    SessionState.PLANNED: frozenset(
        {SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.CANCELLED, SessionState.RUNNING}
    ),
    SessionState.CONFIRMED: frozenset({SessionState.RUNNING, SessionState.POSTPONED, SessionState.CANCELLED}),
    SessionState.POSTPONED: frozenset(
        {SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.CANCELLED, SessionState.RUNNING}
    ),
    SessionState.RUNNING: frozenset({SessionState.ENDED}),
    SessionState.CANCELLED: frozenset(),
    SessionState.ENDED: frozenset(),
}
OPEN = frozenset({SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.RUNNING})
"""In these, a provider may still open or close places."""
HELD = frozenset({SessionState.RUNNING, SessionState.ENDED})
EXPLAINED = frozenset({SessionState.POSTPONED, SessionState.CANCELLED})
ENTRY_DAYS = 15
"""Days after the start during which an entry still takes a place, when the session does not say until when."""


@dataclass(frozen=True, slots=True)
class Step:
    """A requested state transition of a session."""

    to: SessionState
    on: date
    cause: Cause | None = None
    decided_by: DecidedBy | None = None
    reason: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def entry_deadline(starts_on: date | None, enrol_until: date | None) -> date | None:
    """Last day on which an entry takes a place; None when the session has no date."""
    if starts_on is None:
        return None
    if enrol_until is not None and enrol_until >= starts_on:
        return enrol_until
    return date.fromordinal(starts_on.toordinal() + ENTRY_DAYS)


def refusals(state: SessionState, step: Step) -> tuple[tuple[str, str], ...]:
    """Reasons to refuse the transition: (code, French sentence) pairs; empty when allowed."""
    found: list[tuple[str, str]] = []
    if step.to not in FOLLOWING[state]:
        found.append(("session_state", _WRONG[state]))
    if step.to in EXPLAINED:
        if step.cause is None:
            found.append(("cause_missing", "Il manque le motif codé."))
        if step.decided_by is None:
            found.append(("decided_by_missing", "Il manque qui a décidé."))
        if step.cause is Cause.OTHER and not step.reason.strip():
            found.append(("reason_missing", "Le motif « autre » demande une phrase."))
    if step.starts_on and step.ends_on and step.ends_on < step.starts_on:
        found.append(("dates_reversed", "La session finirait avant de commencer."))
    if step.to is SessionState.POSTPONED and step.starts_on and step.starts_on < step.on:
        found.append(("postponed_to_the_past", "La nouvelle date est antérieure à la décision."))
    return tuple(found)


_WRONG = {
    SessionState.PLANNED: "Une session prévue ne peut pas passer à cet état.",
    SessionState.CONFIRMED: "Une session confirmée ne peut pas passer à cet état.",
    SessionState.POSTPONED: "Une session reportée ne peut pas passer à cet état.",
    SessionState.RUNNING: "La session a commencé : elle ne peut que finir.",
    SessionState.CANCELLED: "La session est annulée : cela ne se défait pas.",
    SessionState.ENDED: "La session est finie.",
}
