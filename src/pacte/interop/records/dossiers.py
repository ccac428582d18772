"""Dossiers due to a partner: one for each entry into training. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DossierState(StrEnum):
    """State of a dossier that a partner is owed, of all its messages.

    ``ACCEPTED``: its entry is, and nothing of it is refused. ``WAITING``: sent, the partner has not decided.
    ``IN_TIME``: not sent, and the delay runs. Past it: ``LATE`` with a message ready, ``NEVER_SENT`` without any.
    """

    ACCEPTED = "accepted"
    WAITING = "waiting"
    REFUSED = "refused"
    LATE = "late"
    NEVER_SENT = "never_sent"
    IN_TIME = "in_time"


DOSSIER_LABELS = {
    DossierState.ACCEPTED: "Acceptés",
    DossierState.WAITING: "Envoyés, réponse attendue",
    DossierState.REFUSED: "Refusés ou sans réponse",
    DossierState.LATE: "En retard, prêts à envoyer",
    DossierState.NEVER_SENT: "Jamais envoyés",
    DossierState.IN_TIME: "À envoyer, dans les temps",
}


@dataclass(frozen=True, slots=True)
class DossierCounts:
    """Dossiers by state."""

    by_state: Mapping[DossierState, int]

    def of(self, state: DossierState) -> int:
        return self.by_state.get(state, 0)

    @property
    def due(self) -> int:
        """All but those that may still be sent in time."""
        return sum(count for state, count in self.by_state.items() if state is not DossierState.IN_TIME)

    @property
    def not_accepted(self) -> int:
        return self.due - self.of(DossierState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ProviderDossiers:
    """Dossiers of the people trained by one organisation; ``provider_id`` is None when it is unknown."""

    provider_id: int | None
    counts: DossierCounts


@dataclass(frozen=True, slots=True)
class ProviderFault:
    """A field that an organisation must fill: ``dossiers`` where it is empty though required, or refused."""

    provider_id: int | None
    field: str
    dossiers: int
