"""State machine of a session: allowed transitions and their required data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.offer.records import ChangeCause, DecidedBy, SessionState

ALLOWED_TRANSITIONS: dict[SessionState, frozenset[SessionState]] = {
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
OPEN_STATES = frozenset({SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.RUNNING})
"""States in which a provider may still open or close places."""
STARTED_STATES = frozenset({SessionState.RUNNING, SessionState.ENDED})
STATES_NEEDING_CAUSE = frozenset({SessionState.POSTPONED, SessionState.CANCELLED})
ENTRY_DAYS = 15
"""Days after the start during which an entry still takes a place, when the session has no enrolment deadline."""


@dataclass(frozen=True, slots=True)
class SessionTransition:
    """A requested state transition of a session."""

    to: SessionState
    on: date
    cause: ChangeCause | None = None
    decided_by: DecidedBy | None = None
    reason: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def session_entry_deadline(starts_on: date | None, enrol_until: date | None) -> date | None:
    """Last day on which an entry takes a place; None when the session has no date."""
    if starts_on is None:
        return None
    if enrol_until is not None and enrol_until >= starts_on:
        return enrol_until
    return date.fromordinal(starts_on.toordinal() + ENTRY_DAYS)


def transition_refusals(state: SessionState, transition: SessionTransition) -> tuple[tuple[str, str], ...]:
    """Reasons to refuse the transition: (code, French sentence) pairs; empty when allowed."""
    reasons: list[tuple[str, str]] = []
    if transition.to not in ALLOWED_TRANSITIONS[state]:
        reasons.append(("session_state", _INVALID_TRANSITION_MESSAGES[state]))
    if transition.to in STATES_NEEDING_CAUSE:
        if transition.cause is None:
            reasons.append(("cause_missing", "Il manque le motif codé."))
        if transition.decided_by is None:
            reasons.append(("decided_by_missing", "Il manque qui a décidé."))
        if transition.cause is ChangeCause.OTHER and not transition.reason.strip():
            reasons.append(("reason_missing", "Le motif « autre » demande une phrase."))
    if transition.starts_on and transition.ends_on and transition.ends_on < transition.starts_on:
        reasons.append(("dates_reversed", "La session finirait avant de commencer."))
    if transition.to is SessionState.POSTPONED and transition.starts_on and transition.starts_on < transition.on:
        reasons.append(("postponed_to_the_past", "La nouvelle date est antérieure à la décision."))
    return tuple(reasons)


_INVALID_TRANSITION_MESSAGES = {
    SessionState.PLANNED: "Une session prévue ne peut pas passer à cet état.",
    SessionState.CONFIRMED: "Une session confirmée ne peut pas passer à cet état.",
    SessionState.POSTPONED: "Une session reportée ne peut pas passer à cet état.",
    SessionState.RUNNING: "La session a commencé : elle ne peut que finir.",
    SessionState.CANCELLED: "La session est annulée : cela ne se défait pas.",
    SessionState.ENDED: "La session est finie.",
}
