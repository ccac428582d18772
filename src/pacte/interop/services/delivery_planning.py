"""Create deliveries, one per partner, from the outbox messages of journeys, once each, in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from pacte.interop.models import Delivery, DossierReference, Partner
from pacte.interop.records import DeliveryState, PivotEventKind
from pacte.interop.rules.events import pivot_event_for
from pacte.journeys.models import OutboxMessage
from pacte.journeys.records import StepKind
from pacte.kernel.actor import Actor

# A message becomes visible late when its transaction is long: re-read messages younger than this.
_LATE_MARGIN = timedelta(hours=1)
_CHUNK = 2000


def plan_deliveries(*, actor: Actor, events_by_mapping: Mapping[str, frozenset[PivotEventKind]], at: datetime) -> int:
    """Create the missing deliveries: one for each message that an active partner accepts. Return how many are new.

    ``events_by_mapping``: events by mapping code. Must run as the system actor, in a transaction; only one runs at a
    time.
    """
    actor.require_system("interop_plan", "Seule la machine prépare les envois.")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('interop_plan'))")
    created_count = 0
    for partner in Partner.objects.filter(is_active=True).order_by("pk"):
        events = events_by_mapping.get(partner.code, frozenset())
        created_count += _plan_deliveries_of(partner, events, at)
        partner.looked_at = at
        partner.save(update_fields=["looked_at"])
    return created_count


def _plan_deliveries_of(partner: Partner, events: frozenset[PivotEventKind], at: datetime) -> int:
    since = max(partner.since, partner.looked_at - _LATE_MARGIN) if partner.looked_at else partner.since
    outbox_messages = (
        OutboxMessage.objects.filter(organisation_id=partner.organisation_id, created_at__gte=since)
        .exclude(pk__in=Delivery.objects.filter(partner=partner, owed_at__gte=since).values("outgoing_id"))
        # Steps that came from a partner are not sent back to it.
        .exclude(step__origin=partner.slug)
        .select_related("step", "journey")
        .order_by("pk")
    )
    if not partner.is_simulated:
        # Synthetic data is never sent to a real partner.
        outbox_messages = outbox_messages.filter(journey__is_synthetic=False)
    if partner.body_id is not None:
        # A network's tool receives the people whom that network follows, or whom the tool itself sent to us.
        dossier_journey_ids = DossierReference.objects.filter(source=partner.slug).values("journey_id")
        outbox_messages = outbox_messages.filter(
            Q(journey__referrer_id=partner.body_id) | Q(journey_id__in=dossier_journey_ids)
        )
    ranks: dict[object, int] = {}
    new_deliveries: list[Delivery] = []
    for each in outbox_messages.iterator(chunk_size=_CHUNK):
        event = pivot_event_for(StepKind(each.step.kind), events)
        if event and each.step.is_withdrawn and PivotEventKind.CANCELLATION in events:
            event = PivotEventKind.CANCELLATION
        if event is None:
            continue
        key = each.journey.key
        if key not in ranks:
            last_delivery = Delivery.objects.filter(partner=partner, journey_key=key).order_by("-rank").first()
            ranks[key] = last_delivery.rank if last_delivery else 0
        ranks[key] += 1
        new_deliveries.append(
            Delivery(
                organisation_id=partner.organisation_id, partner=partner, outgoing_id=each.pk, step_id=each.step_id,
                key=f"pacte:{each.key}", journey_key=key, rank=ranks[key], event=event,
                happened_on=each.step.happened_on, owed_at=each.created_at, state=DeliveryState.TO_SEND,
                next_try_at=at,
            )
        )  # fmt: skip
    Delivery.objects.bulk_create(new_deliveries, batch_size=_CHUNK)
    return len(new_deliveries)
