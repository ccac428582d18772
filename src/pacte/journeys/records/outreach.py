"""Enums and value objects of outreach: invitations, links, e-mails, requests, situation surveys. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pacte.journeys.records.reasons import Contract, Situation


class InvitationMode(StrEnum):
    """How a slot was assigned to a learner."""

    CHOSEN = "chosen"
    SUMMONED = "summoned"


class Channel(StrEnum):
    """How an invitation reaches a learner. Without a gateway, the sender sends SMS texts themselves."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"


class UnsentReason(StrEnum):
    """Why a prepared invitation did not leave by itself: its sender sends it another way."""

    EMAIL_FAILED = "email_failed"
    TEXT_FAILED = "text_failed"
    # The gateway accepted the text or not: nobody knows, and nothing is sent twice.
    TEXT_DOUBTFUL = "text_doubtful"
    TEXT_HELD = "text_held"
    TEXT_UNWANTED = "text_unwanted"
    PHONE_UNKNOWN = "phone_unknown"
    NO_ADDRESS = "no_address"
    OUTDATED = "outdated"


class InvitationOutcome(StrEnum):
    """What became of an invitation; none while it is pending."""

    ATTENDED = "attended"
    MISSED = "missed"
    EXCUSED = "excused"
    NONE_SUITS = "none_suits"
    LAPSED = "lapsed"
    REPLACED = "replaced"


class SlotObstacle(StrEnum):
    """Why no slot suits, or why it is hard to come. A theme, never a diagnosis."""

    HOURS = "hours"
    TRAVEL = "travel"
    CHILDCARE = "childcare"
    PAPERS = "papers"
    NOT_INTERESTED = "not_interested"
    OTHER = "other"


class LearnerEmailKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    CANCELLED = "cancelled"
    JOURNEY_LINK = "journey_link"
    SITUATION = "situation"


class LearnerEmailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOT_WANTED = "not_wanted"


class LearnerTextKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"


class LearnerTextState(StrEnum):
    """``leaving``: given to the gateway, no answer written yet. ``held``: the ceiling of the month is reached."""

    WAITING = "waiting"
    LEAVING = "leaving"
    SENT = "sent"
    FAILED = "failed"
    NOT_WANTED = "not_wanted"
    HELD = "held"


class LearnerRequestKind(StrEnum):
    """Requests that a learner may make by their link. A person of the referent's body answers, never the machine."""

    CORRECT = "correct"
    OBJECT = "object"
    ERASE = "erase"
    RESUME = "resume"
    HELP = "help"


MODE_LABELS = {InvitationMode.CHOSEN: "choisi par la personne", InvitationMode.SUMMONED: "convocation"}
CHANNEL_LABELS = {Channel.EMAIL: "courriel", Channel.SMS: "SMS", Channel.LETTER: "lettre"}
OUTCOME_LABELS = {
    InvitationOutcome.ATTENDED: "Présente",
    InvitationOutcome.MISSED: "Absente",
    InvitationOutcome.EXCUSED: "Excusée",
    InvitationOutcome.NONE_SUITS: "Aucun créneau ne convient",
    InvitationOutcome.LAPSED: "Sans réponse",
    InvitationOutcome.REPLACED: "Remplacée par une autre",
}
UNSENT_LABELS = {
    UnsentReason.EMAIL_FAILED: "Le courriel n’est pas parti",
    UnsentReason.TEXT_FAILED: "Le SMS n’est pas parti",
    UnsentReason.TEXT_DOUBTFUL: "Le SMS est peut-être parti : demandez-lui",
    UnsentReason.TEXT_HELD: "Le plafond des SMS du mois est atteint",
    UnsentReason.TEXT_UNWANTED: "Ne veut plus de SMS",
    UnsentReason.PHONE_UNKNOWN: "Numéro à vérifier",
    UnsentReason.NO_ADDRESS: "Adresse ou numéro effacé depuis",
    UnsentReason.OUTDATED: "Créneaux passés, ou parcours plus avancé",
}
OBSTACLE_LABELS = {
    SlotObstacle.HOURS: "Les horaires",
    SlotObstacle.TRAVEL: "Le trajet",
    SlotObstacle.CHILDCARE: "La garde d’enfant",
    SlotObstacle.PAPERS: "Des papiers à faire",
    SlotObstacle.NOT_INTERESTED: "Cette formation ne m’intéresse pas",
    SlotObstacle.OTHER: "Autre chose",
}
REQUEST_LABELS = {
    LearnerRequestKind.CORRECT: "Corriger mes données",
    LearnerRequestKind.OBJECT: "M’opposer à un usage",
    LearnerRequestKind.ERASE: "Effacer mes données",
    LearnerRequestKind.RESUME: "Reprendre mon parcours",
    LearnerRequestKind.HELP: "Un souci pour venir",
}


# Labels of the form, in the first person.
SITUATION_CHOICES = {
    Situation.IN_JOB: "J’ai un emploi en ce moment",
    Situation.HAD_JOB: "J’ai eu un emploi depuis la formation, plus maintenant",
    Situation.IN_TRAINING: "Je suis en formation",
    Situation.LOOKING: "Je cherche un emploi",
    Situation.OTHER: "Autre chose",
}
CONTRACT_CHOICES = {
    Contract.PERMANENT: "CDI",
    Contract.SIX_MONTHS: "CDD de 6 mois ou plus",
    Contract.SHORT: "CDD de moins de 6 mois",
    Contract.TEMPORARY: "Intérim",
    Contract.APPRENTICE: "Alternance",
    Contract.OWN_BUSINESS: "À mon compte",
}


@dataclass(frozen=True, slots=True)
class SituationInput:
    """The situation that a learner reports, so many months after the end. ``contract`` only with a job."""

    months: int
    situation: Situation
    contract: Contract | None = None
    contract_months: int | None = None


@dataclass(frozen=True, slots=True)
class InvitationInput:
    """Slots offered to several people at once. Only one slot for a summons."""

    meeting_ids: tuple[int, ...]
    mode: InvitationMode
    channel: Channel
    answer_by: date
    with_journey_link: bool = False


@dataclass(frozen=True, slots=True)
class ModeCount:
    """Attendance at information meetings. ``mode`` None: the mode of invitation is unknown."""

    mode: InvitationMode | None
    attended: int
    missed: int
    excused: int

    @property
    def expected(self) -> int:
        return self.attended + self.missed


@dataclass(frozen=True, slots=True)
class NoShowCount:
    """Attendance for past slots with a recorded outcome: people who attended, missed or were excused."""

    mode: InvitationMode
    channel: Channel
    attended: int
    missed: int
    excused: int

    @property
    def expected(self) -> int:
        return self.attended + self.missed


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A new link with its secret: shown, printed or sent once, then not stored."""

    secret: str
    expires_at: datetime
