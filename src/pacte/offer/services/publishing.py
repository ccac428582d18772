"""After the catalogue or its words changed: the search and the quality of sheets follow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pacte.journal.statistics import refresh_statistics
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.offer.models import Delivery, Training
from pacte.offer.permissions import OfferScope, may
from pacte.offer.services.accounts import attach_by_siret
from pacte.offer.services.quality import refresh_quality
from pacte.offer.services.search import refresh_search

MANY = 5_000
"""From here on, making all anew costs less than making these."""


def publish_trainings(*, actor: Actor, host_id: int, training_ids: Collection[int]) -> None:
    """Makes anew what readers find of these trainings. Right after the change, in its transaction."""
    if training_ids:
        refresh_search(actor=actor, host_id=host_id, training_ids=training_ids)
        refresh_quality(actor=actor, host_id=host_id, on=today(), training_ids=training_ids)


def publish_delivery(*, actor: Actor, delivery: Delivery, since: datetime | None = None) -> int:
    """The same for what a file brought and closed (from ``since`` on), once it is in; ties providers to their accounts.

    Apart from the import itself: a job may do it, and doing it twice is harmless. Gives how many trainings.
    """
    host_id = delivery.organisation_id
    brought = Training.objects.filter(host_id=host_id, delivery_id=delivery.pk)
    if since is not None:
        brought = brought.filter(changed_at__gte=since)
    changed = set(brought.values_list("pk", flat=True))
    closed = Training.objects.filter(host_id=host_id, closed_on__gte=(since or delivery.received_at).date())
    ids = changed | set(closed.values_list("pk", flat=True))
    if may(actor, "offer.attach_account", OfferScope(host_id)):
        attach_by_siret(actor=actor, host_id=host_id)
    if len(ids) > MANY:
        refresh_statistics("offer_")
        refresh_search(actor=actor, host_id=host_id)
        refresh_quality(actor=actor, host_id=host_id, on=today(), training_ids=changed)
    else:
        publish_trainings(actor=actor, host_id=host_id, training_ids=ids)
    return len(ids)
