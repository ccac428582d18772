"""Exchange statistics by partner and field, and what waits for a user. The number of queries is constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from pacte.interop.models import Comparison, Delivery, Difference, Inbound, Partner, Trace
from pacte.interop.permissions import LiaisonScope, hosts_where, may
from pacte.interop.queries.partners import active_partners
from pacte.interop.records import DeliveryState, InboundState
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound

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
    mended: int = 0
    median_hours: float | None = None
    received: int = 0
    applied: int = 0
    to_settle: int = 0
    differing: int = 0
    compared_at: datetime | None = None

    @property
    def to_correct(self) -> int:
        return self.rejected + self.silent

    @property
    def acceptance(self) -> float | None:
        """Accepted over decided (accepted or rejected); None when nothing was decided."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


@dataclass(frozen=True, slots=True)
class FieldShare:
    """One pivot field: number of messages that may carry it (``expected``), and those with a value (``filled``)."""

    field: str
    filled: int
    asked: int


_OUT = """
select partner_id, count(*), count(first_sent_at),
    count(*) filter (where state = 'acknowledged'), count(*) filter (where state = 'rejected'),
    count(*) filter (where state = 'silent'), count(*) filter (where state in ('to_send', 'sent', 'corrected')),
    count(*) filter (where state = 'set_aside'), count(*) filter (where revision > 1),
    extract(epoch from percentile_cont(0.5) within group (order by settled_at - owed_at)
        filter (where state = 'acknowledged')) / 3600
from interop_delivery where partner_id = any(%s) group by partner_id
"""
_IN = """
select partner_id, count(*), count(*) filter (where state = 'applied'), count(*) filter (where state = 'to_settle')
from interop_inbound where partner_id = any(%s) group by partner_id
"""
_COMPARED = """
select p.id, (select count(*) from interop_difference d where d.partner_id = p.id and d.settled_at is null),
    (select max(c.at) from interop_comparison c where c.partner_id = p.id)
from interop_partner p where p.id = any(%s)
"""
_FIELDS = """
select f, count(*) filter (where f = any(filled)), count(*)
from interop_delivery, unnest(asked) f where partner_id = %s group by f
"""


def partner_figures(*, actor: Actor) -> list[PartnerFigures]:
    """Figures of each active partner whose exchanges the actor may read; four queries in total. Raises ``NotFound``."""
    if not actor.is_system and not hosts_where(actor, "liaison.read"):
        raise NotFound
    return figures_of(actor=actor, partners=active_partners(actor=actor))


def figures_of(*, actor: Actor, partners: Sequence[Partner]) -> list[PartnerFigures]:
    """Figures of partners obtained through a checked query, active or not."""
    identifiers = [each.pk for each in partners]
    out, received, compared = (_by_partner(query, identifiers) for query in (_OUT, _IN, _COMPARED))
    return [_figures(each, out.get(each.pk), received.get(each.pk), compared.get(each.pk)) for each in partners]


def _by_partner(query: str, identifiers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(identifiers)])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _figures(
    partner: Partner,
    out: tuple[Any, ...] | None,
    received: tuple[Any, ...] | None,
    compared: tuple[Any, ...] | None,
) -> PartnerFigures:
    owed, sent, accepted, rejected, silent, waiting, aside, mended, median = out or (0,) * 8 + (None,)
    got, applied, to_settle = received or (0, 0, 0)
    differing, compared_at = compared or (0, None)
    return PartnerFigures(
        partner, owed, sent, accepted, rejected, silent, waiting, aside, mended,
        float(median) if median is not None else None, got, applied, to_settle, differing, compared_at,
    )  # fmt: skip


def field_shares(*, actor: Actor, partner: Partner) -> list[FieldShare]:
    """Completeness by field over the composed messages, the least filled first."""
    _refuse(actor, partner.organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS, [partner.pk])
        rows = [FieldShare(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda each: (each.filled / each.asked, each.field))


def deliveries_to_correct(*, actor: Actor, partner: Partner, limit: int) -> list[Delivery]:
    _refuse(actor, partner.organisation_id)
    found = Delivery.objects.filter(partner=partner, state__in=TO_CORRECT)
    return list(found.order_by("settled_at", "pk")[:limit])


def inbound_to_settle(*, actor: Actor, partner: Partner, limit: int) -> list[Inbound]:
    _refuse(actor, partner.organisation_id)
    return list(Inbound.objects.filter(partner=partner, state=InboundState.TO_SETTLE).order_by("received_at")[:limit])


def open_differences(*, actor: Actor, partner: Partner, limit: int) -> list[Difference]:
    _refuse(actor, partner.organisation_id)
    return list(Difference.objects.filter(partner=partner, settled_at=None).order_by("found_at", "pk")[:limit])


def last_comparison(*, actor: Actor, partner: Partner) -> Comparison | None:
    _refuse(actor, partner.organisation_id)
    return Comparison.objects.filter(partner=partner).order_by("-at").first()


def delivery_by_id(*, actor: Actor, identifier: int) -> tuple[Delivery, list[Trace], int]:
    """Return a delivery, its events, and the number of later messages waiting in its dossier. Raises ``NotFound``."""
    found = Delivery.objects.select_related("partner").filter(pk=identifier).first()
    if found is None:
        raise NotFound
    _refuse(actor, found.organisation_id)
    behind = Delivery.objects.filter(
        partner_id=found.partner_id, journey_key=found.journey_key, rank__gt=found.rank,
        state=DeliveryState.TO_SEND,
    ).count()  # fmt: skip
    return found, list(found.traces.order_by("at", "pk")), behind


def inbound_by_id(*, actor: Actor, identifier: int) -> tuple[Inbound, int]:
    """Return an inbound message, and the number of messages waiting in its dossier. Raises ``NotFound``."""
    found = Inbound.objects.select_related("partner__organisation", "partner__body").filter(pk=identifier).first()
    if found is None:
        raise NotFound
    _refuse(actor, found.organisation_id)
    behind = Inbound.objects.filter(
        partner_id=found.partner_id, dossier=found.dossier, state=InboundState.WAITING
    ).count()
    return found, behind


def may_correct(*, actor: Actor, host_id: int) -> bool:
    return may(actor, "liaison.correct", LiaisonScope(host_id))


def _refuse(actor: Actor, host_id: int) -> None:
    if not may(actor, "liaison.read", LiaisonScope(host_id)):
        raise NotFound
