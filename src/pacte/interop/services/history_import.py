"""Bulk import of known partner answers: migration from another tool, demonstration data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pacte.interop.models import Delivery, DeliveryEvent, MessageDifference, Partner, Reconciliation
from pacte.interop.records import DeliveryEventKind, DeliveryState, MessageDifferenceKind
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DeliveryHistory:
    """Full history of one delivery. ``refused_at``: rejected once, then corrected and accepted."""

    delivery: Delivery
    state: DeliveryState
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    refused_at: datetime | None = None
    code: str = ""
    reason: str = ""
    field: str = ""
    sent_fields: Sequence[str] = ()
    filled_fields: Sequence[str] = ()
    digest: str = ""


def unsent_deliveries(*, actor: Actor, partner: Partner) -> list[Delivery]:
    """Deliveries never sent, in dossier order. System actor only."""
    _refuse_unless_system(actor)
    return list(Delivery.objects.filter(partner=partner, first_sent_at=None).order_by("journey_key", "rank"))


def import_delivery_histories(*, actor: Actor, histories: Sequence[DeliveryHistory]) -> None:
    """Write states and events. System actor only."""
    _refuse_unless_system(actor)
    events: list[DeliveryEvent] = []
    for history in histories:
        row = history.delivery
        row.state, row.first_sent_at, row.settled_at = history.state, history.sent_at, history.settled_at
        row.sent_fields, row.filled, row.digest = list(history.sent_fields), list(history.filled_fields), history.digest
        row.tries = 1 if history.sent_at else 0
        row.next_try_at = row.next_try_at if history.state == DeliveryState.TO_SEND else None
        was_corrected = history.refused_at is not None and history.state == DeliveryState.ACKNOWLEDGED
        row.revision = 2 if was_corrected else 1
        if history.state == DeliveryState.REJECTED:
            row.reason_code, row.reason, row.field = history.code, history.reason, history.field
        events += _delivery_events(history, was_corrected=was_corrected)
    # The rows exist: an upsert sends them in one statement, where bulk_update would build a CASE per value.
    Delivery.objects.bulk_create(
        [history.delivery for history in histories],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            "state",
            "first_sent_at",
            "settled_at",
            "sent_fields",
            "filled",
            "digest",
            "tries",
            "next_try_at",
            "revision",
            "reason_code",
            "reason",
            "field",
        ],
    )
    DeliveryEvent.objects.bulk_create(events)


def import_reconciliation(
    *,
    actor: Actor,
    partner: Partner,
    differences: Sequence[tuple[Delivery, MessageDifferenceKind]],
    compared: int,
    at: datetime,
) -> None:
    """Write one reconciliation and its differences. System actor only."""
    _refuse_unless_system(actor)
    Reconciliation.objects.create(
        organisation_id=partner.organisation_id, partner=partner, at=at, compared=compared, differing=len(differences)
    )
    MessageDifference.objects.bulk_create(
        MessageDifference(
            organisation_id=partner.organisation_id,
            partner=partner,
            delivery=delivery,
            key=delivery.key,
            kind=kind,
            ours=delivery.state,
            theirs="accepte" if kind == MessageDifferenceKind.CONTENT_DIFFERS else "",
            found_at=at,
        )
        for delivery, kind in differences
    )


def _delivery_events(history: DeliveryHistory, *, was_corrected: bool) -> list[DeliveryEvent]:
    row = history.delivery

    def event(kind: DeliveryEventKind, at: datetime | None, detail: str = "", revision: int = 1) -> list[DeliveryEvent]:
        if at is None:
            return []
        return [
            DeliveryEvent(
                organisation_id=row.organisation_id, delivery=row, at=at, kind=kind, revision=revision, detail=detail
            )
        ]

    if history.state == DeliveryState.REJECTED:
        return event(DeliveryEventKind.REJECTED, history.settled_at, history.reason)
    if history.state != DeliveryState.ACKNOWLEDGED:
        return []
    if not was_corrected:
        return event(DeliveryEventKind.ACKNOWLEDGED, history.settled_at)
    return [
        *event(DeliveryEventKind.REJECTED, history.refused_at, history.reason),
        *event(DeliveryEventKind.CORRECTED, history.refused_at, "valeur corrigée"),
        *event(DeliveryEventKind.ACKNOWLEDGED, history.settled_at, revision=2),
    ]


def _refuse_unless_system(actor: Actor) -> None:
    actor.require_system("interop_tell", "Seule la machine reprend des messages en masse.")
