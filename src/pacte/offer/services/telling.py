"""Telling people of what happened to a session: its followers, its buyers, its provider."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.kernel.actor import Actor
from pacte.notices.services import tell
from pacte.offer.models import Session
from pacte.offer.queries.people import followers_of


def tell_of_session(
    *,
    actor: Actor,
    session: Session,
    person_ids: Iterable[int] = (),
    kind: str,
    subject: str,
    text: str,
    address: str = "",
    key: str = "",
) -> int:
    """One notice to each follower and to each person named, the actor left out. Gives how many are new."""
    concerned = (followers_of(actor=actor, session=session) | set(person_ids)) - {actor.person_id}
    return tell(
        actor=actor,
        host_id=session.training.host_id,
        person_ids=[each for each in concerned if each is not None],
        kind=kind,
        subject=subject,
        text=text,
        address=address,
        key=key,
    )
