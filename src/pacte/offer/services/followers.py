"""Subscriptions to the notifications of a session."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.offer.models import Session, SessionFollower
from pacte.offer.services.permissions_check import refuse_unless_on_session


def follow_session(*, actor: Actor, session: Session) -> None:
    """Subscribe the actor to the session. Does nothing when already subscribed."""
    refuse_unless_on_session(actor=actor, act="offer.follow_session", session=session)
    if actor.person_id is None:
        return
    SessionFollower.objects.get_or_create(
        session=session,
        person_id=actor.person_id,
        defaults={
            "organisation_id": session.training.host_id,
            "provider": session.provider,
            "since": now(),
        },
    )


def unfollow_session(*, actor: Actor, session: Session) -> None:
    """Unsubscribe the actor from the session."""
    SessionFollower.objects.filter(session=session, person_id=actor.person_id).delete()
