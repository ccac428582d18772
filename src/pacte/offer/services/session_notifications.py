"""Notifications on sessions and preparations."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.money import format_euros
from pacte.notifications.services import notify
from pacte.offer.models import Preparation, Session
from pacte.offer.queries.people import follower_ids
from pacte.offer.queries.preparations import signer_ids
from pacte.offer.records import PREPARATION_LABELS, PreparationKind, PreparationState


def notify_session_change(
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
    """Notify followers and the given people, except the actor. Return the number of new notifications."""
    concerned = (follower_ids(actor=actor, session=session) | set(person_ids)) - {actor.person_id}
    return notify(
        actor=actor,
        host_id=session.training.host_id,
        person_ids=[each for each in concerned if each is not None],
        kind=kind,
        subject=subject,
        text=text,
        address=address,
        key=key,
    )


def notify_signers(*, actor: Actor, preparation: Preparation, address: str = "") -> int:
    """Notify the possible signers of a preparation. ``address``: URL of the signature page."""
    return notify(
        actor=actor,
        host_id=preparation.organisation_id,
        person_ids=signer_ids(actor=actor, preparation=preparation, on=today()),
        kind="offer.to_sign",
        subject=f"À signer : {_preparation_label(preparation)}",
        text=f"{preparation.prepared_by_name} l’a préparée ({format_euros(preparation.cents)}) ; une autre "
        f"personne la signe.",
        address=f"{address}{preparation.pk}/" if address else "",
        key=f"offer.to_sign:{preparation.pk}:{preparation.digest}",
    )


def notify_preparer(*, actor: Actor, preparation: Preparation, address: str = "") -> int:
    """Notify the preparer that it is signed, or sent back with a reason."""
    is_signed = preparation.state == PreparationState.SIGNED
    word = "Signée" if is_signed else "Renvoyée"
    return notify(
        actor=actor,
        host_id=preparation.organisation_id,
        person_ids=[preparation.prepared_by_id],
        kind="offer.signed" if is_signed else "offer.sent_back",
        subject=f"{word} : {_preparation_label(preparation)}",
        text=f"Par {actor.name}." + ("" if is_signed else f" Motif : {preparation.reason}"),
        address=f"{address}{preparation.pk}/" if address else "",
        key=f"offer.answered:{preparation.pk}:{preparation.digest}:{preparation.state}:{preparation.answered_at or ''}",
    )


def _preparation_label(preparation: Preparation) -> str:
    """« commande 2020-0412 », « avenant : prix, commande 2020-0412 »."""
    label = PREPARATION_LABELS[PreparationKind(preparation.kind)]
    order = preparation.order
    return f"{label}, commande {order.number}" if order is not None else f"{label} {preparation.number}"
