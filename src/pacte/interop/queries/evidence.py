"""Exchange evidence for the plan's actions: messages, acceptance rate, median delay. Counts only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pacte.kernel.actor import Actor

# The hub of training dossiers, and the orientation tools.
HUB_CODES = ("agora",)
ORIENTATION_CODES = ("imilo", "kairos", "ouiform")


@dataclass(frozen=True, slots=True)
class ExchangeEvidence:
    """``median_days``: from recording of the step to its acceptance. ``received``: inbound messages applied."""

    sent: int
    accepted: int
    rejected: int
    received: int
    median_days: float | None
    is_simulated: bool

    @property
    def decided(self) -> int:
        return self.accepted + self.rejected


def exchange_evidence(
    *, actor: Actor, host_id: int, codes: Collection[str], known_before: datetime
) -> ExchangeEvidence:
    """Over the partners of that Region whose mapping is one of ``codes``, as known before an instant. One query.

    Public: counts of messages by partner, without reading any row (``interop_counts``).
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from interop_counts(%s, %s, %s)", [host_id, list(codes), known_before])
        sent, accepted, rejected, received, median, simulated = cursor.fetchone()
    return ExchangeEvidence(sent, accepted, rejected, received, median, simulated)
