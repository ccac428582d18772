"""Counts of messages exchanged with some partners, as known on a day: accepted of decided, delay, received."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pacte.indicators.records.served import Counted, Detail
from pacte.interop.queries.evidence import ExchangeEvidence, exchange_evidence
from pacte.kernel.french import format_number, pluralise

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

_ACCEPTED = "Messages acceptés par le partenaire, rapportés à ceux sur lesquels il s’est prononcé."
_DELAY = "Durée médiane entre l’étape notée ici et son acceptation par le partenaire."
_RECEIVED = "Messages de partenaires dont l’étape est entrée dans un parcours."


def messages_accepted(asked: Asked, partners: Collection[str]) -> Counted:
    """``partners``: codes of their mappings. One query."""
    found = exchange_evidence(
        actor=asked.actor, host_id=asked.plan.organisation_id, codes=partners, known=asked.known
    )  # fmt: skip
    simulated = "partenaires simulés" if found.is_simulated else ""
    return Counted(found.accepted, found.decided, simulated, tuple(_details(found)) if found.decided else ())


def _details(found: ExchangeEvidence) -> list[Detail]:
    among = f"{format_number(found.accepted)} / {pluralise(found.decided, 'message')}"
    share = 100 * found.accepted / found.decided
    details = [Detail("Messages acceptés / messages décidés", share, _ACCEPTED, places=1, unit="%", among=among)]
    if found.median_days is not None:
        among = pluralise(found.accepted, "message accepté", "messages acceptés")
        details.append(
            Detail("Délai médian d’acceptation", found.median_days, _DELAY, places=1, unit="j", among=among)
        )  # fmt: skip
    if found.received:
        details.append(Detail("Messages reçus et appliqués", found.received, _RECEIVED))
    return details
