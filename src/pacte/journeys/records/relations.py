"""Who follows a person during a training: the mode that the Region chose, and the review held by three. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RelationMode(StrEnum):
    """Who follows during a training: the referent alone, both sides, or the provider until the end."""

    SINGLE = "single"
    SHARED = "shared"
    PROVIDER_LED = "provider_led"


RELATION_LABELS = {
    RelationMode.SINGLE: "Référent unique",
    RelationMode.SHARED: "Référent partagé",
    RelationMode.PROVIDER_LED: "Organisme pilote",
}
RELATION_SENTENCES = {
    RelationMode.SINGLE: "Le référent suit seul la personne, avant, pendant et après la formation.",
    RelationMode.SHARED: "Le référent et une personne nommée par l’organisme la suivent ensemble pendant la formation.",
    RelationMode.PROVIDER_LED: "Pendant la formation, une personne nommée par l’organisme mène le suivi ; le référent "
    "le reprend à la fin.",
}


@dataclass(frozen=True, slots=True)
class RelationDecision:
    """The Region's choice from a day on; ``rank`` tells the later of two choices for the same day."""

    mode: RelationMode
    valid_from: date
    rank: int = 0


class FollowUpLead(StrEnum):
    """Who leads today."""

    REFERENT = "referent"
    BOTH = "both"
    PROVIDER = "provider"


LEAD_LABELS = {
    FollowUpLead.REFERENT: "Le référent mène le suivi.",
    FollowUpLead.BOTH: "Le référent et l’organisme mènent le suivi ensemble.",
    FollowUpLead.PROVIDER: "L’organisme mène le suivi jusqu’à la fin de la formation.",
}


class ReviewParty(StrEnum):
    """One of the three of a three-party review."""

    REFERENT = "referent"
    PROVIDER = "provider"
    PERSON = "person"


PARTY_LABELS = {
    ReviewParty.REFERENT: "le référent",
    ReviewParty.PROVIDER: "l’organisme",
    ReviewParty.PERSON: "la personne",
}


class ReviewConclusion(StrEnum):
    """What the three concluded."""

    CONTINUE = "continue"
    ADAPT = "adapt"
    PREPARE_NEXT = "prepare_next"
    STOP = "stop"


CONCLUSION_LABELS = {
    ReviewConclusion.CONTINUE: "Poursuivre comme prévu",
    ReviewConclusion.ADAPT: "Adapter la formation",
    ReviewConclusion.PREPARE_NEXT: "Préparer la suite",
    ReviewConclusion.STOP: "Arrêter la formation",
}
