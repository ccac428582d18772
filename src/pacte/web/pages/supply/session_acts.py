"""Buttons for the actions of the actor on a session, from permissions and the session state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.offer.queries import can_on_session
from pacte.offer.records import SessionState
from pacte.offer.rules.states import ALLOWED_TRANSITIONS, OPEN_STATES
from pacte.web.pages.supply.frame import session_url

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.queries.details import SessionDetail

_STEPS = (
    (SessionState.CONFIRMED, "confirm", "Confirmer la session"),
    (SessionState.POSTPONED, "postpone", "Reporter la session"),
    (SessionState.CANCELLED, "cancel", "Annuler la session"),
)


def acts_on(actor: Actor, sheet: SessionDetail) -> list[dict[str, str]]:
    """Buttons, most usual first. Empty for a read-only actor."""
    session = sheet.session
    state = SessionState(session.state)
    found = []
    if state in OPEN_STATES and can_on_session(actor=actor, act="offer.open_places", session=session):
        found.append(("open", "Changer les places ouvertes"))
    if state in OPEN_STATES and can_on_session(actor=actor, act="offer.ask", session=session):
        found.append(("ask", "Demander à l’acheteur"))
    if can_on_session(actor=actor, act="offer.run_session", session=session):
        decides = (
            can_on_session(actor=actor, act="offer.decide_session", session=session) or not sheet.line.places.counted
        )
        found += [
            (page, label)
            for to, page, label in _STEPS
            if to in ALLOWED_TRANSITIONS[state] and (decides or to is SessionState.CONFIRMED)
        ]
    return [
        {
            "label": label,
            "url": session_url(session.triplet, page),
            "kind": "danger" if page == "cancel" else "secondary",
        }
        for page, label in found
    ]
