"""Bulk import of known partner answers: migration from another tool, demonstration data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pacte.interop.models import Comparison, Delivery, Difference, Partner, Trace
from pacte.interop.records import DeliveryState, DifferenceKind, TraceKind
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied


@dataclass(frozen=True, slots=True)
class Told:
    """Full history of one delivery. ``refused_at``: rejected once, then corrected and accepted."""

    delivery: Delivery
    state: DeliveryState
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    refused_at: datetime | None = None
    code: str = ""
    reason: str = ""
    field: str = ""
    asked: Sequence[str] = ()
    filled: Sequence[str] = ()
    digest: str = ""


def unsent(*, actor: Actor, partner: Partner) -> list[Delivery]:
    """Deliveries never sent, in dossier order. System actor only."""
    _refuse(actor)
    return list(Delivery.objects.filter(partner=partner, first_sent_at=None).order_by("journey_key", "rank"))


def tell_deliveries(*, actor: Actor, told: Sequence[Told]) -> None:
    """Write states and events. System actor only."""
    _refuse(actor)
    traces: list[Trace] = []
    for each in told:
        row = each.delivery
        row.state, row.first_sent_at, row.settled_at = each.state, each.sent_at, each.settled_at
        row.asked, row.filled, row.digest = list(each.asked), list(each.filled), each.digest
        row.tries = 1 if each.sent_at else 0
        row.next_try_at = row.next_try_at if each.state == DeliveryState.TO_SEND else None
        mended = each.refused_at is not None and each.state == DeliveryState.ACKNOWLEDGED
        row.revision = 2 if mended else 1
        if each.state == DeliveryState.REJECTED:
            row.reason_code, row.reason, row.field = each.code, each.reason, each.field
        traces += _traces(each, mended=mended)
    # The rows exist: an upsert sends them in one statement, where bulk_update would build a CASE per value.
    Delivery.objects.bulk_create(
        [each.delivery for each in told],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "first_sent_at", "settled_at", "asked", "filled", "digest", "tries", "next_try_at",
                       "revision", "reason_code", "reason", "field"],
    )  # fmt: skip
    Trace.objects.bulk_create(traces)


def tell_difference(*, actor: Actor, partner: Partner, found: Sequence[tuple[Delivery, DifferenceKind]],
                    compared: int, at: datetime) -> None:  # fmt: skip
    """Write one reconciliation and its differences. System actor only."""
    _refuse(actor)
    Comparison.objects.create(
        organisation_id=partner.organisation_id, partner=partner, at=at, compared=compared, differing=len(found)
    )
    Difference.objects.bulk_create(
        Difference(
            organisation_id=partner.organisation_id, partner=partner, delivery=delivery, key=delivery.key, kind=kind,
            ours=delivery.state, theirs="accepte" if kind == DifferenceKind.CONTENT_DIFFERS else "", found_at=at,
        )
        for delivery, kind in found
    )  # fmt: skip


def _traces(each: Told, *, mended: bool) -> list[Trace]:
    row = each.delivery

    def line(kind: TraceKind, at: datetime | None, detail: str = "", revision: int = 1) -> list[Trace]:
        if at is None:
            return []
        return [
            Trace(organisation_id=row.organisation_id, delivery=row, at=at, kind=kind, revision=revision, detail=detail)
        ]

    if each.state == DeliveryState.REJECTED:
        return line(TraceKind.REJECTED, each.settled_at, each.reason)
    if each.state != DeliveryState.ACKNOWLEDGED:
        return []
    if not mended:
        return line(TraceKind.ACKNOWLEDGED, each.settled_at)
    return [
        *line(TraceKind.REJECTED, each.refused_at, each.reason),
        *line(TraceKind.CORRECTED, each.refused_at, "valeur corrigée"),
        *line(TraceKind.ACKNOWLEDGED, each.settled_at, revision=2),
    ]


def _refuse(actor: Actor) -> None:
    if not actor.is_system:
        raise PermissionDenied("liaison_tell", "Seule la machine reprend des messages en masse.")
