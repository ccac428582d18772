"""Enums and dataclasses of the places ledger, session states, requests and differences. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """Quantity changed by a ledger entry. All values are deltas: a balance is their sum."""

    PLANNED = "planned"
    BOUGHT = "bought"
    OPENED = "opened"
    MINIMUM = "minimum"
    WAITING = "waiting"
    LOST = "lost"
    MOVED_OUT = "moved_out"
    MOVED_IN = "moved_in"


ENTRY_LABELS = {
    EntryKind.PLANNED: "prévues",
    EntryKind.BOUGHT: "achetées",
    EntryKind.OPENED: "ouvertes",
    EntryKind.MINIMUM: "minimum pour ouvrir",
    EntryKind.WAITING: "liste d’attente",
    EntryKind.LOST: "perdues",
    EntryKind.MOVED_OUT: "portées ailleurs",
    EntryKind.MOVED_IN: "reçues d’une autre session",
}
"""Written by the buyer only: through an order, an amendment, an answer or a decision on the session."""
PROVIDER_KINDS = frozenset({EntryKind.OPENED, EntryKind.MINIMUM, EntryKind.WAITING})


class SessionState(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    RUNNING = "running"
    ENDED = "ended"


STATE_LABELS = {
    SessionState.PLANNED: "prévue",
    SessionState.CONFIRMED: "confirmée",
    SessionState.POSTPONED: "reportée",
    SessionState.CANCELLED: "annulée",
    SessionState.RUNNING: "en cours",
    SessionState.ENDED: "finie",
}


class ChangeCause(StrEnum):
    """Why a session is cancelled or postponed, or why places are closed or cut."""

    TOO_FEW_CANDIDATES = "too_few_candidates"
    NO_TRAINER = "no_trainer"
    NO_ROOM = "no_room"
    EQUIPMENT = "equipment"
    NO_CERTIFICATION = "no_certification"
    PROVIDER_STOPS = "provider_stops"
    NEED_CHANGED = "need_changed"
    BUDGET = "budget"
    FORCE_MAJEURE = "force_majeure"
    OTHER = "other"


CAUSE_LABELS = {
    ChangeCause.TOO_FEW_CANDIDATES: "trop peu de candidats",
    ChangeCause.NO_TRAINER: "pas de formateur",
    ChangeCause.NO_ROOM: "pas de salle",
    ChangeCause.EQUIPMENT: "équipement en panne ou manquant",
    ChangeCause.NO_CERTIFICATION: "agrément ou certification non obtenus",
    ChangeCause.PROVIDER_STOPS: "l’organisme cesse l’activité",
    ChangeCause.NEED_CHANGED: "le besoin a changé",
    ChangeCause.BUDGET: "crédits",
    ChangeCause.FORCE_MAJEURE: "force majeure",
    ChangeCause.OTHER: "autre",
}


class DecidedBy(StrEnum):
    BUYER = "buyer"
    PROVIDER = "provider"
    BOTH = "both"
    AUTHORITY = "authority"


DECIDED_BY_LABELS = {
    DecidedBy.BUYER: "l’acheteur",
    DecidedBy.PROVIDER: "l’organisme",
    DecidedBy.BOTH: "l’acheteur et l’organisme",
    DecidedBy.AUTHORITY: "une autorité (fermeture administrative)",
}


class ProviderRequestKind(StrEnum):
    """What a provider may request, because it may not do it itself."""

    CLOSE_PLACES = "close_places"
    ADD_PLACES = "add_places"
    ADD_HOURS = "add_hours"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    OTHER = "other"


REQUEST_LABELS = {
    ProviderRequestKind.CLOSE_PLACES: "ouvrir moins de places que les places achetées",
    ProviderRequestKind.ADD_PLACES: "places en plus",
    ProviderRequestKind.ADD_HOURS: "heures en plus",
    ProviderRequestKind.POSTPONE: "report de la session",
    ProviderRequestKind.CANCEL: "annulation de la session",
    ProviderRequestKind.OTHER: "autre demande",
}


class ProviderRequestState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUEST_STATE_LABELS = {
    ProviderRequestState.ASKED: "sans réponse",
    ProviderRequestState.ACCEPTED: "acceptée",
    ProviderRequestState.REFUSED: "refusée",
    ProviderRequestState.WITHDRAWN: "retirée",
}


class LedgerDifferenceKind(StrEnum):
    """Value on which a file and the ledger disagree."""

    PLACES_OPENED = "places_opened"
    PLACES_FINANCED = "places_financed"
    MINIMUM = "minimum"
    DATES = "dates"
    SITE = "site"
    ABSENT = "absent"


DIFFERENCE_LABELS = {
    LedgerDifferenceKind.PLACES_OPENED: "places ouvertes",
    LedgerDifferenceKind.PLACES_FINANCED: "places financées",
    LedgerDifferenceKind.MINIMUM: "minimum pour ouvrir",
    LedgerDifferenceKind.DATES: "dates",
    LedgerDifferenceKind.SITE: "lieu",
    LedgerDifferenceKind.ABSENT: "session absente du fichier",
}


class LedgerDifferenceState(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    FILE_ACCEPTED = "file_accepted"
    LEDGER_KEPT = "ledger_kept"


DIFFERENCE_STATE_LABELS = {
    LedgerDifferenceState.OPEN: "à régler",
    LedgerDifferenceState.ASKED: "question posée à l’organisme",
    LedgerDifferenceState.FILE_ACCEPTED: "fichier accepté",
    LedgerDifferenceState.LEDGER_KEPT: "registre gardé",
}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One ledger entry. ``happened_on`` is the date of the fact, ``recorded_at`` the time of recording.

    ``corrects`` is the key of the entry that this one fully replaces. ``order_id`` and
    ``line_id`` are None when no order is concerned.
    """

    key: int
    kind: EntryKind
    places: int
    happened_on: date
    recorded_at: datetime
    hours: int = 0
    cents: int = 0
    order_id: int | None = None
    line_id: int | None = None
    buyer_id: int | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class PublicPlaces:
    """Public counts of the places of a session: current balance of its ledger, and places of admitted people.

    Without a ledger, ``opened`` is the value of the file (None when absent) and ``is_counted`` is false.
    """

    opened: int | None
    occupied: int = 0
    bought: int = 0
    planned: int = 0
    minimum: int = 0
    waiting: int = 0
    lost: int = 0
    counted: int = 0
    hours_counted: int = 0
    is_counted: bool = False
    changed_at: datetime | None = None

    @property
    def left(self) -> int | None:
        """Places left; None when the number of places is unknown."""
        return None if self.opened is None else max(0, self.opened - self.occupied)


@dataclass(frozen=True, slots=True)
class PlacesBalance:
    """Balance of the places of a session at a date, as known at an instant.

    ``bought`` includes lost places: a loss never leaves the count. ``by_buyer``: pairs (organisation id, places).
    Hours and cents follow the same entries: bought, lost, moved.
    """

    planned: int = 0
    bought: int = 0
    opened: int = 0
    minimum: int = 0
    waiting: int = 0
    lost: int = 0
    moved_out: int = 0
    moved_in: int = 0
    hours_bought: int = 0
    hours_lost: int = 0
    hours_moved_out: int = 0
    hours_moved_in: int = 0
    cents_bought: int = 0
    cents_lost: int = 0
    cents_moved_out: int = 0
    cents_moved_in: int = 0
    by_buyer: tuple[tuple[int, int], ...] = ()

    @property
    def counted(self) -> int:
        """Denominator of the fill rate: includes lost places; moved places count in the target session."""
        return self.bought + self.moved_in - self.moved_out

    @property
    def live(self) -> int:
        """Bought places that can still be taken."""
        return self.counted - self.lost

    @property
    def hours_counted(self) -> int:
        return self.hours_bought + self.hours_moved_in - self.hours_moved_out

    @property
    def hours_live(self) -> int:
        return self.hours_counted - self.hours_lost

    @property
    def cents_counted(self) -> int:
        return self.cents_bought + self.cents_moved_in - self.cents_moved_out

    @property
    def cents_live(self) -> int:
        return self.cents_counted - self.cents_lost
