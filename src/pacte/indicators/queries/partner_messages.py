"""Counts of messages exchanged with some partners, as known on a day: accepted of decided, delay, received."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pacte.indicators.records.operational_counts import CountDetail, CountResult
from pacte.interop.queries.evidence import ExchangeEvidence, exchange_evidence
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise

_ACCEPTED = "Messages acceptés par le partenaire, rapportés à ceux sur lesquels il s’est prononcé."
_DELAY = "Durée médiane entre l’étape notée ici et son acceptation par le partenaire."
_RECEIVED = "Messages de partenaires dont l’étape est entrée dans un parcours."


def accepted_messages(*, actor: Actor, host_id: int, codes: Collection[str], known: datetime) -> CountResult:
    """``codes``: of the mappings of the partners. One query."""
    exchanges = exchange_evidence(actor=actor, host_id=host_id, codes=codes, known_before=known)
    simulated = "partenaires simulés" if exchanges.is_simulated else ""
    return CountResult(exchanges.accepted, exchanges.decided, simulated, _message_details(exchanges))


def _message_details(exchanges: ExchangeEvidence) -> tuple[CountDetail, ...]:
    """Empty until a partner decided."""
    if not exchanges.decided:
        return ()
    among = f"{format_number(exchanges.accepted)} / {pluralise(exchanges.decided, 'message')}"
    share = 100 * exchanges.accepted / exchanges.decided
    details = [CountDetail("Messages acceptés / messages décidés", share, _ACCEPTED, places=1, unit="%", among=among)]
    if exchanges.median_days is not None:
        among = pluralise(exchanges.accepted, "message accepté", "messages acceptés")
        details.append(
            CountDetail("Délai médian d’acceptation", exchanges.median_days, _DELAY, places=1, unit="j", among=among)
        )  # fmt: skip
    if exchanges.received:
        details.append(CountDetail("Messages reçus et appliqués", exchanges.received, _RECEIVED))
    return tuple(details)
