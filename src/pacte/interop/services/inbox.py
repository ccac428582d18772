"""Inbound messages: stored before they are interpreted, processed in dossier order, once per key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.db import connection
from django.db.models import F

from pacte.interop.models import InboundMessage, Partner
from pacte.interop.permissions import InteropScope, may
from pacte.interop.records import ActOutcome, InboundState, OrientationAct
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import deny_unless, ensure_found, hide_unless

_S = InboundState
SETTLED_STATES = (_S.APPLIED, _S.DISMISSED)


def lock_dossier(*, actor: Actor, partner: Partner, dossier: str) -> None:
    """Lock until the end of the transaction: messages of one dossier are processed one after the other."""
    _refuse_unless_system(actor)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"interop_inbox/{partner.pk}/{dossier}"])


def store_message(
    *, actor: Actor, partner: Partner, key: str, dossier: str, rank: int | None, body: Mapping[str, object]
) -> InboundMessage:
    """Store the message as received; the same key again is only counted. Call ``lock_dossier`` first."""
    _refuse_unless_system(actor)
    existing = InboundMessage.objects.filter(partner=partner, key=key).first()
    if existing is not None:
        InboundMessage.objects.filter(pk=existing.pk).update(times=F("times") + 1)
        return existing
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return InboundMessage.objects.create(
        organisation_id=partner.organisation_id, partner=partner, key=key, dossier=dossier, rank=rank,
        received_at=now(), body=dict(body), digest=hashlib.sha256(text.encode()).hexdigest(), state=_S.WAITING,
    )  # fmt: skip


def next_ready_message(*, actor: Actor, partner: Partner, dossier: str) -> InboundMessage | None:
    """The next processable message of the dossier: without a rank, or after a settled one."""
    _refuse_unless_system(actor)
    waiting = InboundMessage.objects.filter(partner=partner, dossier=dossier, state=_S.WAITING).order_by("rank", "pk")
    settled = set(
        InboundMessage.objects.filter(partner=partner, dossier=dossier, state__in=SETTLED_STATES).values_list(
            "rank", flat=True
        )
    )
    return next((each for each in waiting if each.rank is None or each.rank == 1 or each.rank - 1 in settled), None)


def record_act_outcome(
    *,
    actor: Actor,
    inbound: InboundMessage,
    act: OrientationAct | None,
    outcome: ActOutcome,
    journey_key: object = None,
    code: str = "",
    text: str = "",
    by: str = "",
) -> InboundMessage:
    """Record the outcome. Once applied, the personal data of the message is deleted."""
    _refuse_unless_system(actor)
    if act is not None:
        inbound.status, inbound.happened_on = act.status, act.on
        inbound.session_words = act.session.numbers_text[:200]
    inbound.reason_code, inbound.reason = code[:60], text[:500]
    if outcome is ActOutcome.TO_SETTLE:
        inbound.state = _S.TO_SETTLE
    else:
        inbound.state, inbound.body, inbound.settled_at, inbound.settled_by = _S.APPLIED, {}, now(), by[:200]
        inbound.journey_key = journey_key  # type: ignore[assignment]
    inbound.save()
    return inbound


def dismiss_inbound_message(*, actor: Actor, inbound: InboundMessage, reason: str, by: str) -> InboundMessage:
    """Record a user's decision not to apply the message; its content is deleted. Part of a checked act."""
    _refuse_unless_system(actor)
    inbound.state, inbound.body, inbound.reason = _S.DISMISSED, {}, reason[:500]
    inbound.settled_at, inbound.settled_by = now(), by[:200]
    inbound.save()
    return inbound


def inbound_message_for_change(*, actor: Actor, identifier: int) -> InboundMessage:
    """A message that the actor may settle. Raises ``NotFound`` or ``PermissionDenied``."""
    inbound = ensure_found(
        InboundMessage.objects.select_related("partner__body", "partner__organisation").filter(pk=identifier).first()
    )
    hide_unless(may(actor, "liaison.read", InteropScope(inbound.organisation_id)))
    deny_unless(
        may(actor, "liaison.correct", InteropScope(inbound.organisation_id)),
        "interop_settle",
        "Vous lisez les échanges ; les régler revient à la Région.",
    )
    return inbound


def _refuse_unless_system(actor: Actor) -> None:
    actor.require_system("interop_inbox", "Seule la machine reçoit les messages.")
