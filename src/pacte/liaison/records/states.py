"""States of a message that leaves, of one that arrives, of a file; what happens to them; events of a dossier. Pure."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """Events of the neutral pivot (a dossier of training, and the decisions of orientation before it)."""

    DECISION = "DECISION"
    CREATION = "CREATION"
    ENTRY = "ENTREE"
    INTERRUPTION = "INTERRUPTION"
    RESUMPTION = "REPRISE"
    EXIT = "SORTIE"
    RESULT = "RESULTAT"
    CANCELLATION = "ANNULATION"


EVENT_LABELS = {
    EventKind.DECISION: "Décision après information collective",
    EventKind.CREATION: "Dossier créé",
    EventKind.ENTRY: "Entrée en formation",
    EventKind.INTERRUPTION: "Interruption",
    EventKind.RESUMPTION: "Reprise",
    EventKind.EXIT: "Sortie de formation",
    EventKind.RESULT: "Résultat à la certification",
    EventKind.CANCELLATION: "Dossier annulé",
}


class DeliveryState(StrEnum):
    """Where a message owed to one partner stands.

    ``SENT``: it left, the partner has not said whether it takes it. ``CORRECTED``: refused once, mended, to send again.
    ``SILENT``: tried as often as we try, no answer. ``SET_ASIDE``: somebody decided that it would not leave.
    """

    TO_SEND = "to_send"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    SILENT = "silent"
    SET_ASIDE = "set_aside"


DELIVERY_LABELS = {
    DeliveryState.TO_SEND: "À envoyer",
    DeliveryState.SENT: "Envoyé, réponse attendue",
    DeliveryState.ACKNOWLEDGED: "Accepté",
    DeliveryState.REJECTED: "Refusé, à corriger",
    DeliveryState.CORRECTED: "Corrigé, à renvoyer",
    DeliveryState.SILENT: "Sans réponse après tous les essais",
    DeliveryState.SET_ASIDE: "Mis de côté",
}


class TraceKind(StrEnum):
    """What happened to a message, one line each."""

    SENT = "sent"
    UNANSWERED = "unanswered"
    RECEIVED_THERE = "received_there"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    REPLAYED = "replayed"
    SET_ASIDE = "set_aside"


TRACE_LABELS = {
    TraceKind.SENT: "Envoi",
    TraceKind.UNANSWERED: "Envoi sans réponse",
    TraceKind.RECEIVED_THERE: "Reçu par le partenaire, décision à venir",
    TraceKind.ACKNOWLEDGED: "Accepté par le partenaire",
    TraceKind.REJECTED: "Refusé par le partenaire",
    TraceKind.CORRECTED: "Corrigé",
    TraceKind.REPLAYED: "Remis à envoyer",
    TraceKind.SET_ASIDE: "Mis de côté",
}


class DifferenceKind(StrEnum):
    """What a comparison with the partner's own list may find."""

    MISSING_THERE = "missing_there"
    UNKNOWN_HERE = "unknown_here"
    STATE_DIFFERS = "state_differs"
    CONTENT_DIFFERS = "content_differs"


DIFFERENCE_LABELS = {
    DifferenceKind.MISSING_THERE: "Accepté d’après nous, absent chez le partenaire",
    DifferenceKind.UNKNOWN_HERE: "Présent chez le partenaire, inconnu de nous",
    DifferenceKind.STATE_DIFFERS: "L’état n’est pas le même des deux côtés",
    DifferenceKind.CONTENT_DIFFERS: "Le contenu n’est pas celui que nous avons envoyé",
}


class InboundState(StrEnum):
    """A message received. ``WAITING``: an earlier one of the same dossier has not come yet."""

    WAITING = "waiting"
    APPLIED = "applied"
    TO_SETTLE = "to_settle"
    DISMISSED = "dismissed"


INBOUND_LABELS = {
    InboundState.WAITING: "Attend un message précédent",
    InboundState.APPLIED: "Appliqué",
    InboundState.TO_SETTLE: "À régler",
    InboundState.DISMISSED: "Écarté",
}


class FileState(StrEnum):
    RUNNING = "running"
    DONE = "done"


class LineLevel(StrEnum):
    """A line of a file that could not be applied, one to settle by somebody, or a piece of advice."""

    ERROR = "error"
    TO_SETTLE = "to_settle"
    ADVICE = "advice"
