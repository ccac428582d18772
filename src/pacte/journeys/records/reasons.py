"""Coded reasons and answers that a provider gives: never free text about a person. Pure.

Dropout reasons are those of Dares and are in ``rules.ends``.
"""

from enum import StrEnum


class NotKeptReason(StrEnum):
    """Why a candidate is not selected this time. Each reason calls for another proposal of a given kind."""

    BASICS_FIRST = "basics_first"
    PREREQUISITE = "prerequisite"
    OTHER_TRAINING = "other_training"
    DATES = "dates"
    NO_ROOM = "no_room"
    NOT_ELIGIBLE = "not_eligible"


NOT_KEPT_LABELS = {
    NotKeptReason.BASICS_FIRST: "Une remise à niveau d’abord",
    NotKeptReason.PREREQUISITE: "Un prérequis manque encore",
    NotKeptReason.OTHER_TRAINING: "Une autre formation répond mieux au projet",
    NotKeptReason.DATES: "Les dates ou les horaires ne conviennent pas",
    NotKeptReason.NO_ROOM: "Plus de place cette fois-ci",
    NotKeptReason.NOT_ELIGIBLE: "Une condition de cette session n’est pas remplie",
}


class DeclineReason(StrEnum):
    """Why the learner gave up before entering, in their own view."""

    JOB_FOUND = "job_found"
    OTHER_TRAINING = "other_training"
    PROJECT_CHANGED = "project_changed"
    DISTANCE = "distance"
    MONEY = "money"
    TIME = "time"
    NOT_SAID = "not_said"


DECLINE_LABELS = {
    DeclineReason.JOB_FOUND: "A trouvé un emploi",
    DeclineReason.OTHER_TRAINING: "A choisi une autre formation",
    DeclineReason.PROJECT_CHANGED: "A changé de projet",
    DeclineReason.DISTANCE: "Trop loin, ou pas de moyen de venir",
    DeclineReason.MONEY: "Ne peut pas se le permettre",
    DeclineReason.TIME: "Dates ou horaires impossibles",
    DeclineReason.NOT_SAID: "Ne l’a pas dit",
}


class PauseReason(StrEnum):
    """Why a learner stops for a time and intends to come back."""

    PERSONAL = "personal"
    JOB = "job"
    TRANSPORT = "transport"
    CHILDCARE = "childcare"
    PROVIDER = "provider"
    OTHER = "other"


PAUSE_LABELS = {
    PauseReason.PERSONAL: "Raison personnelle ou de santé",
    PauseReason.JOB: "Une mission ou un contrat court",
    PauseReason.TRANSPORT: "Plus de moyen de venir",
    PauseReason.CHILDCARE: "Garde d’enfants",
    PauseReason.PROVIDER: "Arrêt du groupe par l’organisme",
    PauseReason.OTHER: "Autre raison",
}


class Situation(StrEnum):
    """Situation of the learner three, six or twelve months after the training."""

    IN_JOB = "in_job"
    HAD_JOB = "had_job"
    IN_TRAINING = "in_training"
    LOOKING = "looking"
    OTHER = "other"
    NO_ANSWER = "no_answer"


SITUATION_LABELS = {
    Situation.IN_JOB: "En emploi ce jour-là",
    Situation.HAD_JOB: "A eu un emploi depuis, n’en a plus",
    Situation.IN_TRAINING: "En formation",
    Situation.LOOKING: "Cherche un emploi",
    Situation.OTHER: "Autre situation",
    Situation.NO_ANSWER: "N’a pas répondu",
}
HORIZONS = (3, 6, 12)  # months after the end


class Contract(StrEnum):
    PERMANENT = "permanent"
    SIX_MONTHS = "six_months"
    SHORT = "short"
    TEMPORARY = "temporary"
    APPRENTICE = "apprentice"
    OWN_BUSINESS = "own_business"


CONTRACT_LABELS = {
    Contract.PERMANENT: "Contrat à durée indéterminée",
    Contract.SIX_MONTHS: "Contrat de six mois ou plus",
    Contract.SHORT: "Contrat de moins de six mois",
    Contract.TEMPORARY: "Intérim",
    Contract.APPRENTICE: "Alternance",
    Contract.OWN_BUSINESS: "À son compte",
}


class JobAtOpening(StrEnum):
    """What the learner lives from when the journey opens: a short contract may call them away from a training.

    ``SUBSIDISED``: a « contrat aidé », partly paid by public money. Its end is when experience may be validated.
    """

    WITHOUT = "without"
    TEMPORARY = "temporary"
    SHORT = "short"
    SUBSIDISED = "subsidised"
    OTHER = "other"


JOB_LABELS = {
    JobAtOpening.WITHOUT: "Sans emploi",
    JobAtOpening.TEMPORARY: "En intérim",
    JobAtOpening.SHORT: "En contrat de moins de six mois",
    JobAtOpening.SUBSIDISED: "En contrat aidé",
    JobAtOpening.OTHER: "Dans un autre emploi",
}
