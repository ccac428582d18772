"""Send the next message of each dossier, one at a time, until its partner has decided.

The row is locked while the partner answers. A process killed after the partner received the message and before the row
was written sends it again under the same key: the partner counts it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from pacte.interop.models import Delivery, Trace
from pacte.interop.records import DeliveryState, TraceKind
from pacte.interop.rules.answers import Answer, Said, counts
from pacte.interop.rules.retries import look_again, next_try
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied

_S = DeliveryState
DUE = (_S.TO_SEND, _S.SENT, _S.CORRECTED)
# A message in one of these states blocks the later ones of its dossier.
BLOCKING = (*DUE, _S.REJECTED, _S.SILENT)


@dataclass(frozen=True, slots=True)
class Composed:
    """A message ready to send, and its pivot fields."""

    body: bytes
    digest: str
    asked: Sequence[str]
    filled: Sequence[str]


def due_deliveries(*, actor: Actor, partner_id: int, at: datetime, limit: int) -> list[int]:
    """Ids of deliveries to send now: the first unsettled message of each dossier, the oldest first."""
    return list(_due(partner_id, at).order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])


def send_one(
    *,
    actor: Actor,
    delivery_id: int,
    at: datetime,
    compose: Callable[[Delivery, int], Composed | None],
    post: Callable[[Delivery, bytes], Answer],
) -> DeliveryState | None:
    """Send one message and record the result. None: another process has it, or it no longer needs sending.

    ``compose`` gets the delivery and the rank of the last accepted one before it; it returns None when the journey was
    erased. Must run as the system actor, in a transaction.
    """
    if not actor.is_system:
        raise PermissionDenied("liaison_send", "Seule la machine envoie.")
    delivery = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("partner")
        .filter(pk=delivery_id, state__in=DUE, next_try_at__lte=at)
        .first()
    )
    if delivery is None or not _due(delivery.partner_id, at).filter(pk=delivery_id).exists():
        return None
    composed = compose(delivery, _accepted_before(delivery))
    if composed is None:
        _settle(delivery, _S.SET_ASIDE, at)
        trace(delivery, TraceKind.SET_ASIDE, at, "le dossier a été effacé à la demande de la personne")
        delivery.save()
        return _S.SET_ASIDE
    delivery.tries += 1
    delivery.first_sent_at = delivery.first_sent_at or at
    delivery.digest, delivery.asked, delivery.filled = composed.digest, list(composed.asked), list(composed.filled)
    apply_answer(delivery, post(delivery, composed.body), at)
    return DeliveryState(delivery.state)


def apply_answer(delivery: Delivery, answer: Answer, at: datetime) -> bool:
    """Update a locked delivery from the partner's answer. Return False when the answer is late and changes nothing."""
    if not counts(DeliveryState(delivery.state), delivery.revision, answer):
        return False
    if answer.said is Said.ACKNOWLEDGED:
        _settle(delivery, _S.ACKNOWLEDGED, at)
        trace(delivery, TraceKind.ACKNOWLEDGED, at)
    elif answer.said is Said.REJECTED:
        _settle(delivery, _S.REJECTED, at)
        delivery.reason_code, delivery.reason, delivery.field = answer.code, answer.reason, answer.field
        trace(delivery, TraceKind.REJECTED, at, answer.reason)
    elif answer.said is Said.RECEIVED:
        if delivery.state != _S.SENT:
            trace(delivery, TraceKind.RECEIVED_THERE, at)
        delivery.state, delivery.next_try_at = _S.SENT, look_again(at)
    else:
        trace(delivery, TraceKind.UNANSWERED, at, answer.detail)
        delivery.next_try_at = next_try(delivery.tries, at)
        if delivery.next_try_at is None:
            delivery.state = _S.SILENT
    delivery.save()
    return True


def trace(delivery: Delivery, kind: TraceKind, at: datetime, detail: str = "", person_name: str = "") -> None:
    Trace.objects.create(
        organisation_id=delivery.organisation_id, delivery=delivery, at=at, kind=kind, revision=delivery.revision,
        detail=detail[:300], person_name=person_name[:200],
    )  # fmt: skip


def _settle(delivery: Delivery, state: DeliveryState, at: datetime) -> None:
    delivery.state, delivery.settled_at, delivery.next_try_at = state, at, None
    delivery.reason_code = delivery.reason = delivery.field = ""


def _accepted_before(delivery: Delivery) -> int:
    earlier = Delivery.objects.filter(
        partner_id=delivery.partner_id, journey_key=delivery.journey_key, rank__lt=delivery.rank,
        state=_S.ACKNOWLEDGED,
    )  # fmt: skip
    return earlier.order_by("-rank").values_list("rank", flat=True).first() or 0


def _due(partner_id: int, at: datetime) -> QuerySet[Delivery]:
    before = Delivery.objects.filter(
        partner_id=partner_id, journey_key=OuterRef("journey_key"), rank__lt=OuterRef("rank"), state__in=BLOCKING
    )
    return Delivery.objects.filter(Q(partner_id=partner_id), ~Exists(before), state__in=DUE, next_try_at__lte=at)
