"""Our side of a reconciliation with a partner."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.interop.models import Delivery, Partner
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SentRecord:
    delivery_id: int
    key: str
    state: str
    digest: str


def sent_records(*, actor: Actor, partner: Partner) -> dict[str, SentRecord]:
    """All records ever sent to the partner, by key. System actor only: raises ``NotFound``."""
    actor.require_system()
    rows = Delivery.objects.filter(partner=partner, first_sent_at__isnull=False)
    return {
        key: SentRecord(identifier, key, state, digest)
        for identifier, key, state, digest in rows.values_list("pk", "key", "state", "digest")
    }
