"""Targets of a plan that exchanges with partners measure, by indicator code: no fact of a journey says them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date

from pacte.indicators.queries.store import known_until
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.liaison.queries.evidence import HUB, ORIENTATION, ExchangeEvidence, exchange_evidence


@dataclass(frozen=True, slots=True)
class Exchanged:
    """``partners``: codes of their mappings. ``what``: said beside a target that messages only prepare; "" where they
    are the target itself.
    """

    partners: tuple[str, ...]
    label: str
    what: str = ""


EXCHANGED = {
    "agora_files_accepted": Exchanged(HUB, "AGORA"),
    "entry_forecast_gap": Exchanged(
        ORIENTATION, "outils d’orientation", "messages échangés avec les outils d’orientation et acceptés"
    ),
}


def exchanges(*, actor: Actor, host_id: int, codes: Iterable[str], known_on: date) -> dict[str, ExchangeEvidence]:
    """By code, as known at the end of that day; a code that no message serves, or that has none yet, is left out.

    One query a code that exchanges measure. Public.
    """
    known = min(now(), known_until(known_on).replace(tzinfo=UTC))
    found = {
        code: exchange_evidence(actor=actor, host_id=host_id, codes=EXCHANGED[code].partners, known=known)
        for code in sorted(set(codes) & EXCHANGED.keys())
    }
    return {code: each for code, each in found.items() if each.decided}
