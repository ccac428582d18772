"""Steps of a journey, states they lead to, and kinds of end of a training. Pure.

Ends are a partition: each ended journey has exactly one, and their shares add up to 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class StepKind(StrEnum):
    """Kinds of steps, in their usual order."""

    NEED_EXPRESSED = "need_expressed"
    BARRIER_NOTED = "barrier_noted"
    BARRIER_SOLVED = "barrier_solved"
    PROPOSED = "proposed"
    AGREED = "agreed"
    THINKING = "thinking"
    INVITED = "invited"
    SLOT_CHOSEN = "slot_chosen"
    INFORMATION_ATTENDED = "information_attended"
    INFORMATION_MISSED = "information_missed"
    INFORMATION_EXCUSED = "information_excused"
    TESTED = "tested"
    ADMITTED = "admitted"
    WAITING_LISTED = "waiting_listed"
    SEAT_RESERVED = "seat_reserved"
    RESERVATION_LAPSED = "reservation_lapsed"
    NOT_KEPT = "not_kept"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SESSION_CANCELLED = "session_cancelled"
    RESEATED = "reseated"
    NEVER_CAME = "never_came"
    ENTERED = "entered"
    INTERRUPTED = "interrupted"
    RETURN_LAPSED = "return_lapsed"
    RESUMED = "resumed"
    ENDED = "ended"
    COMPETENCE_ATTESTED = "competence_attested"
    ATTESTATION_GIVEN = "attestation_given"
    BLOCK_CERTIFIED = "block_certified"
    PRESENTED = "presented"
    CERTIFIED = "certified"
    CERTIFIED_IN_PART = "certified_in_part"
    SITUATION = "situation"
    CLOSED = "closed"


class JourneyState(StrEnum):
    """State of a journey.

    ``RESERVED``: a seat is held for the learner until a day, and the provider has not admitted them yet.
    ``TO_RESEAT``: the session was cancelled; the learner is owed a seat or a call.
    """

    NEW = "new"
    OPEN = "open"
    PROPOSED = "proposed"
    INVITED = "invited"
    SLOT_CHOSEN = "slot_chosen"
    MISSED = "missed"
    INFORMED = "informed"
    TESTED = "tested"
    ADMITTED = "admitted"
    WAITING = "waiting"
    RESERVED = "reserved"
    NOT_KEPT = "not_kept"
    DECLINED = "declined"
    TO_RESEAT = "to_reseat"
    IN_TRAINING = "in_training"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    CLOSED = "closed"


class EndKind(StrEnum):
    """How a journey in training ended. « Sortie anticipée », never « rupture »."""

    TO_TERM = "to_term"
    GOAL_REACHED = "goal_reached"
    TO_JOB = "to_job"
    TO_TRAINING = "to_training"
    DROPOUT = "dropout"
    EXCLUSION = "exclusion"
    FORCE_MAJEURE = "force_majeure"
    BY_PROVIDER = "by_provider"
    UNKNOWN = "unknown"


class StepSource(StrEnum):
    """Where a step, or a week of attendance, was entered. ``PAPER``: signed on paper, then typed. Entered only once."""

    TYPED = "typed"
    PAPER = "paper"
    PERSON = "person"
    FILE = "file"
    MESSAGE = "message"
    MACHINE = "machine"


STEP_LABELS = {
    StepKind.NEED_EXPRESSED: "Besoin exprimé",
    StepKind.BARRIER_NOTED: "Frein repéré",
    StepKind.BARRIER_SOLVED: "Frein levé",
    StepKind.PROPOSED: "Formation proposée",
    StepKind.AGREED: "Accord de la personne",
    StepKind.THINKING: "Temps de réflexion demandé",
    StepKind.INVITED: "Invitation à une information collective",
    StepKind.SLOT_CHOSEN: "Créneau choisi",
    StepKind.INFORMATION_ATTENDED: "Présence à l’information collective",
    StepKind.INFORMATION_MISSED: "Absence à l’information collective",
    StepKind.INFORMATION_EXCUSED: "Absence excusée à l’information collective",
    StepKind.TESTED: "Test ou entretien passé",
    StepKind.ADMITTED: "Admission",
    StepKind.WAITING_LISTED: "Inscription en liste d’attente",
    StepKind.SEAT_RESERVED: "Place réservée",
    StepKind.RESERVATION_LAPSED: "Fin de la réservation",
    StepKind.NOT_KEPT: "Candidature non retenue",
    StepKind.DECLINED: "Renoncement de la personne",
    StepKind.LAPSED: "Délai de réponse passé",
    StepKind.SESSION_CANCELLED: "Session annulée",
    StepKind.RESEATED: "Nouvelle place",
    StepKind.NEVER_CAME: "Jamais venue",
    StepKind.ENTERED: "Entrée en formation",
    StepKind.INTERRUPTED: "Interruption",
    StepKind.RETURN_LAPSED: "Fin du droit au retour",
    StepKind.RESUMED: "Reprise",
    StepKind.ENDED: "Fin du parcours en formation",
    StepKind.COMPETENCE_ATTESTED: "Compétence attestée",
    StepKind.ATTESTATION_GIVEN: "Attestation remise",
    StepKind.BLOCK_CERTIFIED: "Bloc certifié",
    StepKind.PRESENTED: "Présentation au jury",
    StepKind.CERTIFIED: "Certification obtenue",
    StepKind.CERTIFIED_IN_PART: "Certification obtenue en partie",
    StepKind.SITUATION: "Situation après la formation",
    StepKind.CLOSED: "Fin de l’accompagnement",
}

STATE_LABELS = {
    JourneyState.NEW: "À ouvrir",
    JourneyState.OPEN: "Projet en cours",
    JourneyState.PROPOSED: "Formation proposée",
    JourneyState.INVITED: "Invitation envoyée",
    JourneyState.SLOT_CHOSEN: "Créneau choisi",
    JourneyState.MISSED: "Absence à l’information collective",
    JourneyState.INFORMED: "Informée, en attente d’une décision",
    JourneyState.TESTED: "Test passé, en attente d’une décision",
    JourneyState.ADMITTED: "Admise",
    JourneyState.WAITING: "En liste d’attente",
    JourneyState.RESERVED: "Place réservée",
    JourneyState.NOT_KEPT: "Non retenue, une suite est due",
    JourneyState.DECLINED: "A renoncé à cette formation",
    JourneyState.TO_RESEAT: "Session annulée, une place est due",
    JourneyState.IN_TRAINING: "En formation",
    JourneyState.INTERRUPTED: "Formation interrompue",
    JourneyState.ENDED: "Formation terminée",
    JourneyState.CLOSED: "Accompagnement terminé",
}

END_LABELS = {
    EndKind.TO_TERM: "Allée au terme",
    EndKind.GOAL_REACHED: "Objectif atteint avant le terme",
    EndKind.TO_JOB: "Sortie anticipée vers un emploi",
    EndKind.TO_TRAINING: "Sortie anticipée vers une autre formation",
    EndKind.DROPOUT: "Abandon",
    EndKind.EXCLUSION: "Exclusion",
    EndKind.FORCE_MAJEURE: "Force majeure",
    EndKind.BY_PROVIDER: "Arrêt par l’organisme",
    EndKind.UNKNOWN: "Fin inconnue",
}


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One dated step. ``happened_on`` is when it was true, ``recorded_at`` when it became known.

    ``corrects`` is the identifier of the step that this one replaces; with ``is_withdrawn`` that step is cancelled
    instead. ``detail`` holds coded values only (end kind, reason, horizon in months, minutes, code of a block), never
    free text about a person.
    """

    identifier: int
    kind: StepKind
    happened_on: date
    recorded_at: datetime
    session_id: int | None = None
    by_person: bool = True
    corrects: int | None = None
    is_withdrawn: bool = False
    detail: Mapping[str, object] = field(default_factory=dict)
