"""Buttons for the actions of the actor on a session, from permissions and the session state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.offer.queries import can_on_session
from pacte.offer.records import SessionState
from pacte.offer.rules.states import ALLOWED_TRANSITIONS, OPEN_STATES
from pacte.web.pages.sessions.page_context import session_url

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.queries.details import SessionDetail

_TRANSITIONS = (
    (SessionState.CONFIRMED, "confirm", "Confirmer la session"),
    (SessionState.POSTPONED, "postpone", "Reporter la session"),
    (SessionState.CANCELLED, "cancel", "Annuler la session"),
)


def session_buttons(actor: Actor, detail: SessionDetail) -> list[dict[str, str]]:
    """Buttons, most usual first. Empty for a read-only actor."""
    session = detail.session
    state = SessionState(session.state)
    actions = []
    if state in OPEN_STATES and can_on_session(actor=actor, act="offer.open_places", session=session):
        actions.append(("open", "Changer les places ouvertes"))
    if state in OPEN_STATES and can_on_session(actor=actor, act="offer.ask", session=session):
        actions.append(("ask", "Demander à l’acheteur"))
    if can_on_session(actor=actor, act="offer.run_session", session=session):
        may_decide = (
            can_on_session(actor=actor, act="offer.decide_session", session=session) or not detail.line.places.counted
        )
        actions += [
            (page, label)
            for target_state, page, label in _TRANSITIONS
            if target_state in ALLOWED_TRANSITIONS[state] and (may_decide or target_state is SessionState.CONFIRMED)
        ]
    return [
        {
            "label": label,
            "url": session_url(session.triplet, page),
            "kind": "danger" if page == "cancel" else "secondary",
        }
        for page, label in actions
    ]
