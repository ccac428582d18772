"""What exchanges prove of the plan's actions: messages, acceptance rate, median delay. Counts only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.liaison.permissions import LiaisonScope, may

# Action 37 is the hub of training dossiers; action 38, the tools of orientation.
HUB = ("agora",)
ORIENTATION = ("imilo", "kairos", "ouiform")
_COUNTS = """
select count(d.id) filter (where d.first_sent_at is not null), count(d.id) filter (where d.state = 'acknowledged'),
    count(d.id) filter (where d.state = 'rejected'),
    extract(epoch from percentile_cont(0.5) within group (order by d.settled_at - d.owed_at)
        filter (where d.state = 'acknowledged')) / 86400,
    (select count(*) from liaison_inbound i join liaison_partner q on q.id = i.partner_id
        where q.organisation_id = %(host)s and q.code = any(%(codes)s) and i.state = 'applied'),
    bool_or(p.is_simulated)
from liaison_delivery d join liaison_partner p on p.id = d.partner_id
where p.organisation_id = %(host)s and p.code = any(%(codes)s)
"""


@dataclass(frozen=True, slots=True)
class ExchangeEvidence:
    """``acceptance``: fraction of the messages decided. ``median_days``: from the step recorded to its acceptance."""

    sent: int
    accepted: int
    rejected: int
    received: int
    median_days: float | None
    is_simulated: bool

    @property
    def acceptance(self) -> float | None:
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


def exchange_evidence(*, actor: Actor, host_id: int, codes: Collection[str]) -> ExchangeEvidence:
    """Over the partners of that Region whose mapping is one of ``codes``. Raises ``Unseen``."""
    if not may(actor, "liaison.read", LiaisonScope(host_id)):
        raise Unseen
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"host": host_id, "codes": list(codes)})
        sent, accepted, rejected, median, received, simulated = cursor.fetchone()
    return ExchangeEvidence(
        sent, accepted, rejected, received, float(median) if median is not None else None, bool(simulated)
    )
