"""Send the next message of each dossier, one at a time, until its partner has decided.

The row is locked while the partner answers. A process killed after the partner received the message and before the row
was written sends it again under the same key: the partner counts it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from pacte.interop.models import Delivery, DeliveryEvent
from pacte.interop.records import DeliveryEventKind, DeliveryState
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer, is_answer_applicable
from pacte.interop.rules.retries import next_poll_instant, next_try_instant
from pacte.kernel.actor import Actor

_S = DeliveryState
DUE_STATES = (_S.TO_SEND, _S.SENT, _S.CORRECTED)
# A message in one of these states blocks the later ones of its dossier.
BLOCKING_STATES = (*DUE_STATES, _S.REJECTED, _S.SILENT)


@dataclass(frozen=True, slots=True)
class ComposedMessage:
    """A message ready to send, and its pivot fields."""

    body: bytes
    digest: str
    sent_fields: Sequence[str]
    filled_fields: Sequence[str]


def due_deliveries(*, actor: Actor, partner_id: int, at: datetime, limit: int) -> list[int]:
    """Ids of deliveries to send now: the first unsettled message of each dossier, the oldest first."""
    return list(_due_queryset(partner_id, at).order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])


def send_delivery(
    *,
    actor: Actor,
    delivery_id: int,
    at: datetime,
    compose: Callable[[Delivery, int], ComposedMessage | None],
    post: Callable[[Delivery, bytes], PartnerAnswer],
) -> DeliveryState | None:
    """Send one message and record the result. None: another process has it, or it no longer needs sending.

    ``compose`` gets the delivery and the rank of the last accepted one before it; it returns None when the journey was
    erased. Must run as the system actor, in a transaction.
    """
    actor.require_system("interop_send", "Seule la machine envoie.")
    delivery = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("partner")
        .filter(pk=delivery_id, state__in=DUE_STATES, next_try_at__lte=at)
        .first()
    )
    if delivery is None or not _due_queryset(delivery.partner_id, at).filter(pk=delivery_id).exists():
        return None
    composed = compose(delivery, _accepted_before(delivery))
    if composed is None:
        _set_final_state(delivery, _S.SET_ASIDE, at)
        record_delivery_event(
            delivery, DeliveryEventKind.SET_ASIDE, at, "le dossier a été effacé à la demande de la personne"
        )
        delivery.save()
        return _S.SET_ASIDE
    delivery.tries += 1
    delivery.first_sent_at = delivery.first_sent_at or at
    delivery.digest, delivery.sent_fields, delivery.filled = (
        composed.digest,
        list(composed.sent_fields),
        list(composed.filled_fields),
    )
    apply_partner_answer(delivery, post(delivery, composed.body), at)
    return DeliveryState(delivery.state)


def apply_partner_answer(delivery: Delivery, answer: PartnerAnswer, at: datetime) -> bool:
    """Update a locked delivery from the partner's answer. Return False when the answer is late and changes nothing."""
    if not is_answer_applicable(DeliveryState(delivery.state), delivery.revision, answer):
        return False
    if answer.status is AnswerStatus.ACKNOWLEDGED:
        _set_final_state(delivery, _S.ACKNOWLEDGED, at)
        record_delivery_event(delivery, DeliveryEventKind.ACKNOWLEDGED, at)
    elif answer.status is AnswerStatus.REJECTED:
        _set_final_state(delivery, _S.REJECTED, at)
        delivery.reason_code, delivery.reason, delivery.field = answer.code, answer.reason, answer.field
        record_delivery_event(delivery, DeliveryEventKind.REJECTED, at, answer.reason)
    elif answer.status is AnswerStatus.RECEIVED:
        if delivery.state != _S.SENT:
            record_delivery_event(delivery, DeliveryEventKind.RECEIVED_BY_PARTNER, at)
        delivery.state, delivery.next_try_at = _S.SENT, next_poll_instant(at)
    else:
        record_delivery_event(delivery, DeliveryEventKind.UNANSWERED, at, answer.detail)
        delivery.next_try_at = next_try_instant(delivery.tries, at)
        if delivery.next_try_at is None:
            delivery.state = _S.SILENT
    delivery.save()
    return True


def record_delivery_event(
    delivery: Delivery, kind: DeliveryEventKind, at: datetime, detail: str = "", person_name: str = ""
) -> None:
    DeliveryEvent.objects.create(
        organisation_id=delivery.organisation_id, delivery=delivery, at=at, kind=kind, revision=delivery.revision,
        detail=detail[:300], person_name=person_name[:200],
    )  # fmt: skip


def _set_final_state(delivery: Delivery, state: DeliveryState, at: datetime) -> None:
    delivery.state, delivery.settled_at, delivery.next_try_at = state, at, None
    delivery.reason_code = delivery.reason = delivery.field = ""


def _accepted_before(delivery: Delivery) -> int:
    earlier = Delivery.objects.filter(
        partner_id=delivery.partner_id, journey_key=delivery.journey_key, rank__lt=delivery.rank,
        state=_S.ACKNOWLEDGED,
    )  # fmt: skip
    return earlier.order_by("-rank").values_list("rank", flat=True).first() or 0


def _due_queryset(partner_id: int, at: datetime) -> QuerySet[Delivery]:
    blocking = Delivery.objects.filter(
        partner_id=partner_id, journey_key=OuterRef("journey_key"), rank__lt=OuterRef("rank"), state__in=BLOCKING_STATES
    )
    return Delivery.objects.filter(
        Q(partner_id=partner_id), ~Exists(blocking), state__in=DUE_STATES, next_try_at__lte=at
    )
