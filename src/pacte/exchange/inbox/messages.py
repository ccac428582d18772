"""Receives partner messages, applies the ready ones of their case, and resolves those that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pacte.audit.services import audit_event as journal_act
from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.exchange.partner_mapping import UnreadableMessage, read_orientation_act
from pacte.interop.records import ActOutcome, InboundState, OrientationAct, SessionInput
from pacte.interop.services.inbox import (
    dismiss_inbound_message,
    inbound_message_for_change,
    lock_dossier,
    next_ready_message,
    record_act_outcome,
    store_message,
)
from pacte.journeys.records import StepSource
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import Conflict, ValidationError, refuse_blank
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import ActOrigin, apply_orientation_act

if TYPE_CHECKING:
    from pacte.interop.models import InboundMessage, Partner

_RESPONSE_STATUS = {
    InboundState.APPLIED: "accepte",
    InboundState.WAITING: "recu",
    InboundState.TO_SETTLE: "recu",
    InboundState.DISMISSED: "rejete",
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message: {"cle", "dossier", "numero" (rank in the dossier, optional), "corps"}."""

    key: str
    dossier: str
    rank: int | None
    body: Mapping[str, object]


def parse_envelope(payload: object) -> Envelope:
    """Parses a message. Raises ``ValidationError`` when it is not one: without a key it cannot be stored."""
    if isinstance(payload, dict):
        key, dossier, rank, body = (payload.get(name) for name in ("cle", "dossier", "numero", "corps"))
        is_text = isinstance(key, str) and isinstance(dossier, str) and "\x00" not in key + dossier
        is_rank = rank is None or (isinstance(rank, int) and not isinstance(rank, bool) and 0 < rank < 2**31)
        if is_text and is_rank and isinstance(body, dict) and 0 < len(str(key)) <= 120 and 0 < len(str(dossier)) <= 80:
            return Envelope(str(key), str(dossier), rank, body)
    raise ValidationError(
        "envelope", "Ce message ne peut pas être lu.", "Il lui manque « cle », « dossier » ou « corps ».",
        "Renvoyez-le entier.",
    )  # fmt: skip


def receive_message(*, actor: Actor, partner: Partner, envelope: Envelope) -> dict[str, object]:
    """Stores the message, applies what is ready, returns the response. Must run as the machine, in a transaction."""
    lock_dossier(actor=actor, partner=partner, dossier=envelope.dossier)
    inbound = store_message(
        actor=actor, partner=partner, key=envelope.key, dossier=envelope.dossier, rank=envelope.rank,
        body=envelope.body,
    )  # fmt: skip
    if inbound.state == InboundState.WAITING:
        _apply_ready(actor, partner, envelope.dossier)
        inbound.refresh_from_db()
    response: dict[str, object] = {"cle": inbound.key, "statut": _RESPONSE_STATUS[InboundState(inbound.state)]}
    return response | ({"code": inbound.reason_code, "motif": inbound.reason} if inbound.reason else {})


def resolve_message(*, actor: Actor, identifier: int, session: SessionInput | None = None) -> InboundMessage:
    """Retries a message that waited for a person, on the session chosen by that person if any.

    Raises ``NotFound``, ``PermissionDenied``, or ``Conflict`` when it still cannot be applied or is already resolved.
    """
    inbound = _load_unresolved(actor, identifier)
    with journal_act(
        actor=actor, name="liaison.settle", subject_kind="inbound", subject_id=inbound.pk, subject_label=inbound.key,
        organisation_id=inbound.organisation_id,
    ), as_system(actor):  # fmt: skip
        machine = system_actor(actor.name)
        lock_dossier(actor=machine, partner=inbound.partner, dossier=inbound.dossier)
        _apply(machine, inbound.partner, inbound, session, by=actor.name)
        if inbound.state == InboundState.TO_SETTLE:
            raise Conflict(inbound.reason_code, inbound.reason, hint="Choisissez autre chose, ou écartez-le.")
        _apply_ready(machine, inbound.partner, inbound.dossier)
    return inbound


def dismiss_message(*, actor: Actor, identifier: int, reason: str) -> InboundMessage:
    """Dismisses a message; the later ones of its case can then apply. Raises as above, ``ValidationError`` without a
    reason.
    """
    refuse_blank(reason, "interop_reason", "Le motif manque.", hint="Dites pourquoi ce message est écarté.")
    inbound = _load_unresolved(actor, identifier)
    with journal_act(
        actor=actor, name="liaison.dismiss", subject_kind="inbound", subject_id=inbound.pk, subject_label=inbound.key,
        organisation_id=inbound.organisation_id, reason=reason,
    ), as_system(actor):  # fmt: skip
        machine = system_actor(actor.name)
        lock_dossier(actor=machine, partner=inbound.partner, dossier=inbound.dossier)
        dismiss_inbound_message(actor=machine, inbound=inbound, reason=reason.strip(), by=actor.name)
        _apply_ready(machine, inbound.partner, inbound.dossier)
    return inbound


def inbound_orientation_act(partner: Partner, inbound: InboundMessage) -> OrientationAct | None:
    """The act in the message, None when it cannot be read. Shown on the page where messages are resolved."""
    try:
        return read_orientation_act(mapping_of_partner(partner.code), inbound.body)
    except UnreadableMessage:
        return None


def _load_unresolved(actor: Actor, identifier: int) -> InboundMessage:
    inbound = inbound_message_for_change(actor=actor, identifier=identifier)
    if inbound.state != InboundState.TO_SETTLE:
        raise Conflict("interop_moved", "Ce message n’est plus à régler.", hint="Revenez à la liste : elle est à jour.")
    return inbound


def _apply_ready(actor: Actor, partner: Partner, dossier: str) -> None:
    """Applies the ready messages in order. A message to resolve blocks the later ones."""
    while inbound := next_ready_message(actor=actor, partner=partner, dossier=dossier):
        _apply(actor, partner, inbound, None)


def _apply(actor: Actor, partner: Partner, inbound: InboundMessage, session: SessionInput | None, by: str = "") -> None:
    try:
        message_act = read_orientation_act(mapping_of_partner(partner.code), inbound.body)
    except UnreadableMessage as reason:
        record_act_outcome(
            actor=actor, inbound=inbound, act=None, outcome=ActOutcome.TO_SETTLE, code=reason.code, text=reason.message
        )
        return
    act = replace(message_act, dossier=inbound.dossier, session=session or message_act.session)
    door = ActOrigin(partner.organisation, partner.body, partner.slug, StepSource.MESSAGE, partner.is_simulated)
    applied = apply_orientation_act(actor=actor, origin=door, act=act)
    record_act_outcome(
        actor=actor, inbound=inbound, act=act, outcome=applied.outcome, journey_key=applied.journey_key,
        code=applied.code, text=applied.text, by=by,
    )  # fmt: skip
