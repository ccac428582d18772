"""States of outbound and inbound messages; delivery events; pivot events. Pure."""

from enum import StrEnum


class PivotEventKind(StrEnum):
    """Events of the neutral pivot: those of a training dossier, and the orientation decisions before it."""

    DECISION = "DECISION"
    CREATION = "CREATION"
    ENTRY = "ENTREE"
    INTERRUPTION = "INTERRUPTION"
    RESUMPTION = "REPRISE"
    EXIT = "SORTIE"
    RESULT = "RESULTAT"
    CANCELLATION = "ANNULATION"


PIVOT_EVENT_LABELS = {
    PivotEventKind.DECISION: "Décision après information collective",
    PivotEventKind.CREATION: "Dossier créé",
    PivotEventKind.ENTRY: "Entrée en formation",
    PivotEventKind.INTERRUPTION: "Interruption",
    PivotEventKind.RESUMPTION: "Reprise",
    PivotEventKind.EXIT: "Sortie de formation",
    PivotEventKind.RESULT: "Résultat à la certification",
    PivotEventKind.CANCELLATION: "Dossier annulé",
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


class DeliveryEventKind(StrEnum):
    """Kinds of delivery events, one row each."""

    SENT = "sent"
    UNANSWERED = "unanswered"
    RECEIVED_BY_PARTNER = "received_there"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    REPLAYED = "replayed"
    SET_ASIDE = "set_aside"


DELIVERY_EVENT_LABELS = {
    DeliveryEventKind.SENT: "Envoi",
    DeliveryEventKind.UNANSWERED: "Envoi sans réponse",
    DeliveryEventKind.RECEIVED_BY_PARTNER: "Reçu par le partenaire, décision à venir",
    DeliveryEventKind.ACKNOWLEDGED: "Accepté par le partenaire",
    DeliveryEventKind.REJECTED: "Refusé par le partenaire",
    DeliveryEventKind.CORRECTED: "Corrigé",
    DeliveryEventKind.REPLAYED: "Remis à envoyer",
    DeliveryEventKind.SET_ASIDE: "Mis de côté",
}


class MessageDifferenceKind(StrEnum):
    """Differences that a reconciliation with the partner's own list may find."""

    MISSING_AT_PARTNER = "missing_there"
    UNKNOWN_TO_US = "unknown_here"
    STATE_DIFFERS = "state_differs"
    CONTENT_DIFFERS = "content_differs"


DIFFERENCE_LABELS = {
    MessageDifferenceKind.MISSING_AT_PARTNER: "Accepté d’après nous, absent chez le partenaire",
    MessageDifferenceKind.UNKNOWN_TO_US: "Présent chez le partenaire, inconnu de nous",
    MessageDifferenceKind.STATE_DIFFERS: "L’état n’est pas le même des deux côtés",
    MessageDifferenceKind.CONTENT_DIFFERS: "Le contenu n’est pas celui que nous avons envoyé",
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
