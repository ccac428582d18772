"""States of outbound messages, inbound messages and files; delivery events; pivot events. Pure."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """Events of the neutral pivot: those of a training dossier, and the orientation decisions before it."""

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
    """State of a message to one partner.

    ``SENT``: sent, the partner has not decided yet. ``CORRECTED``: rejected once, corrected, to send again. ``SILENT``:
    no answer after the maximum number of tries. ``SET_ASIDE``: a user decided not to send it.
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
    """Kinds of delivery events, one row each."""

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
    """Differences that a reconciliation with the partner's own list may find."""

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
    """State of an inbound message. ``WAITING``: an earlier message of the same dossier has not arrived yet."""

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
    """Level of an issue on a file row: not applied, to settle by a user, or advice."""

    ERROR = "error"
    TO_SETTLE = "to_settle"
    ADVICE = "advice"
