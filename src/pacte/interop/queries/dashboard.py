"""Exchange statistics by partner and field, and what waits for a user. The number of queries is constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from pacte.interop.models import Delivery, DeliveryEvent, InboundMessage, MessageDifference, Partner, Reconciliation
from pacte.interop.permissions import InteropScope, hosts_with_interop_right, may
from pacte.interop.queries.partners import active_partners
from pacte.interop.records import DeliveryState, InboundState
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found, hide_unless

TO_CORRECT = (DeliveryState.REJECTED, DeliveryState.SILENT)


@dataclass(frozen=True, slots=True)
class PartnerFigures:
    """Message counts. ``median_hours``: from recording of the step to its acceptance, over accepted messages."""

    partner: Partner
    owed: int = 0
    sent: int = 0
    accepted: int = 0
    rejected: int = 0
    silent: int = 0
    waiting: int = 0
    set_aside: int = 0
    corrected: int = 0
    median_hours: float | None = None
    received: int = 0
    applied: int = 0
    to_settle: int = 0
    difference_count: int = 0
    reconciled_at: datetime | None = None

    @property
    def to_correct(self) -> int:
        return self.rejected + self.silent

    @property
    def acceptance(self) -> float | None:
        """Accepted over decided (accepted or rejected); None when nothing was decided."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


@dataclass(frozen=True, slots=True)
class FieldCompleteness:
    """One pivot field: number of messages that may carry it (``expected``), and those with a value (``filled``)."""

    field: str
    filled: int
    expected: int


_OUTBOUND_SQL = """
select partner_id, count(*), count(first_sent_at),
    count(*) filter (where state = 'acknowledged'), count(*) filter (where state = 'rejected'),
    count(*) filter (where state = 'silent'), count(*) filter (where state in ('to_send', 'sent', 'corrected')),
    count(*) filter (where state = 'set_aside'), count(*) filter (where revision > 1),
    extract(epoch from percentile_cont(0.5) within group (order by settled_at - owed_at)
        filter (where state = 'acknowledged')) / 3600
from interop_delivery where partner_id = any(%s) group by partner_id
"""
_INBOUND_SQL = """
select partner_id, count(*), count(*) filter (where state = 'applied'), count(*) filter (where state = 'to_settle')
from interop_inboundmessage where partner_id = any(%s) group by partner_id
"""
_RECONCILIATION_SQL = """
select p.id, (select count(*) from interop_messagedifference d where d.partner_id = p.id and d.settled_at is null),
    (select max(c.at) from interop_reconciliation c where c.partner_id = p.id)
from interop_partner p where p.id = any(%s)
"""
_FIELD_COUNTS_SQL = """
select f, count(*) filter (where f = any(filled)), count(*)
from interop_delivery, unnest(sent_fields) f where partner_id = %s group by f
"""


def partner_figures(*, actor: Actor) -> list[PartnerFigures]:
    """Figures of each active partner whose exchanges the actor may read; four queries in total. Raises ``NotFound``."""
    if not actor.is_system and not hosts_with_interop_right(actor, "liaison.read"):
        raise NotFound
    return figures_of_partners(actor=actor, partners=active_partners(actor=actor))


def figures_of_partners(*, actor: Actor, partners: Sequence[Partner]) -> list[PartnerFigures]:
    """Figures of partners obtained through a checked query, active or not."""
    identifiers = [each.pk for each in partners]
    outbound, inbound, reconciled = (
        _by_partner(query, identifiers) for query in (_OUTBOUND_SQL, _INBOUND_SQL, _RECONCILIATION_SQL)
    )
    return [_figures(each, outbound.get(each.pk), inbound.get(each.pk), reconciled.get(each.pk)) for each in partners]


def _by_partner(query: str, identifiers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(identifiers)])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _figures(
    partner: Partner,
    outbound: tuple[Any, ...] | None,
    inbound: tuple[Any, ...] | None,
    reconciled: tuple[Any, ...] | None,
) -> PartnerFigures:
    owed, sent, accepted, rejected, silent, waiting, set_aside, corrected, median = outbound or (0,) * 8 + (None,)
    received_count, applied, to_settle = inbound or (0, 0, 0)
    difference_count, reconciled_at = reconciled or (0, None)
    return PartnerFigures(
        partner,
        owed,
        sent,
        accepted,
        rejected,
        silent,
        waiting,
        set_aside,
        corrected,
        float(median) if median is not None else None,
        received_count,
        applied,
        to_settle,
        difference_count,
        reconciled_at,
    )


def field_completeness(*, actor: Actor, partner: Partner) -> list[FieldCompleteness]:
    """Completeness by field over the composed messages, the least filled first."""
    _refuse_unless_reader(actor, partner.organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(_FIELD_COUNTS_SQL, [partner.pk])
        rows = [FieldCompleteness(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda each: (each.filled / each.expected, each.field))


def deliveries_to_correct(*, actor: Actor, partner: Partner, limit: int) -> list[Delivery]:
    _refuse_unless_reader(actor, partner.organisation_id)
    queryset = Delivery.objects.filter(partner=partner, state__in=TO_CORRECT)
    return list(queryset.order_by("settled_at", "pk")[:limit])


def inbound_messages_to_settle(*, actor: Actor, partner: Partner, limit: int) -> list[InboundMessage]:
    _refuse_unless_reader(actor, partner.organisation_id)
    return list(
        InboundMessage.objects.filter(partner=partner, state=InboundState.TO_SETTLE).order_by("received_at")[:limit]
    )


def open_differences(*, actor: Actor, partner: Partner, limit: int) -> list[MessageDifference]:
    _refuse_unless_reader(actor, partner.organisation_id)
    return list(MessageDifference.objects.filter(partner=partner, settled_at=None).order_by("found_at", "pk")[:limit])


def last_reconciliation(*, actor: Actor, partner: Partner) -> Reconciliation | None:
    _refuse_unless_reader(actor, partner.organisation_id)
    return Reconciliation.objects.filter(partner=partner).order_by("-at").first()


def delivery_detail(*, actor: Actor, identifier: int) -> tuple[Delivery, list[DeliveryEvent], int]:
    """Return a delivery, its events, and the number of later messages waiting in its dossier. Raises ``NotFound``."""
    delivery = ensure_found(Delivery.objects.select_related("partner").filter(pk=identifier).first())
    _refuse_unless_reader(actor, delivery.organisation_id)
    waiting_count = Delivery.objects.filter(
        partner_id=delivery.partner_id, journey_key=delivery.journey_key, rank__gt=delivery.rank,
        state=DeliveryState.TO_SEND,
    ).count()  # fmt: skip
    return delivery, list(delivery.traces.order_by("at", "pk")), waiting_count


def inbound_message_detail(*, actor: Actor, identifier: int) -> tuple[InboundMessage, int]:
    """Return an inbound message, and the number of messages waiting in its dossier. Raises ``NotFound``."""
    message = ensure_found(
        InboundMessage.objects.select_related("partner__organisation", "partner__body").filter(pk=identifier).first()
    )
    _refuse_unless_reader(actor, message.organisation_id)
    waiting_count = InboundMessage.objects.filter(
        partner_id=message.partner_id, dossier=message.dossier, state=InboundState.WAITING
    ).count()
    return message, waiting_count


def may_correct(*, actor: Actor, host_id: int) -> bool:
    return may(actor, "liaison.correct", InteropScope(host_id))


def _refuse_unless_reader(actor: Actor, host_id: int) -> None:
    hide_unless(may(actor, "liaison.read", InteropScope(host_id)))
