"""Texts of a journey for the learner: what to do, what happened, what comes next. Pure, plain French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pacte.journeys.records import END_LABELS, EndKind, JourneyState, StepKind, StepRecord
from pacte.journeys.records.campaigns import CampaignContactState
from pacte.journeys.records.orientation import AdviserDecision

_K, _S = StepKind, JourneyState

STEP_WORDS: Mapping[StepKind, str] = {
    _K.NEED_EXPRESSED: "Mon projet est dit",
    _K.PROPOSED: "Une formation m’est proposée",
    _K.AGREED: "J’ai dit oui à cette formation",
    _K.THINKING: "J’ai demandé à réfléchir",
    _K.INVITED: "Je suis invité(e) à une information collective",
    _K.SLOT_CHOSEN: "Créneau choisi",
    _K.INFORMATION_ATTENDED: "Je suis venu(e) à l’information collective",
    _K.INFORMATION_MISSED: "Rendez-vous manqué",
    _K.INFORMATION_EXCUSED: "Rendez-vous reporté",
    _K.TESTED: "Test ou entretien passé",
    _K.ADMITTED: "Je suis admis(e)",
    _K.WAITING_LISTED: "Je suis sur la liste d’attente",
    _K.SEAT_RESERVED: "Une place est réservée pour moi",
    _K.RESERVATION_LAPSED: "La réservation est arrivée à son terme",
    _K.NOT_KEPT: "Ma candidature n’est pas retenue",
    _K.DECLINED: "J’ai renoncé à cette formation",
    _K.LAPSED: "Sans réponse de ma part",
    _K.SESSION_CANCELLED: "La session est annulée",
    _K.RESEATED: "Une autre place m’est donnée",
    _K.NEVER_CAME: "Je ne suis pas venu(e) en formation",
    _K.ENTERED: "J’entre en formation",
    _K.INTERRUPTED: "Pause dans la formation",
    _K.RETURN_LAPSED: "Ma place n’est plus gardée",
    _K.RESUMED: "Je reprends la formation",
    _K.ENDED: "Fin de la formation",
    _K.ATTESTATION_GIVEN: "Mon attestation m’est remise",
    _K.PRESENTED: "Je passe devant le jury",
    _K.CERTIFIED: "J’ai la certification",
    _K.CERTIFIED_IN_PART: "J’ai une partie de la certification",
    _K.SITUATION: "J’ai dit où j’en suis",
    _K.CLOSED: "Fin de l’accompagnement",
}
# What the learner must do, or may expect, by state: (title, explanation).
STATE_WORDS: Mapping[JourneyState, tuple[str, str]] = {
    _S.NEW: ("Votre dossier s’ouvre", "Votre conseiller prépare une proposition avec vous."),
    _S.OPEN: ("Une proposition vous est due", "Votre conseiller cherche une formation avec vous."),
    _S.PROPOSED: ("Une formation vous est proposée", "Vous recevrez une invitation à une information collective."),
    _S.INVITED: ("Vous êtes invité(e)", "Choisissez un moment, ou dites qu’aucun ne vous convient."),
    _S.SLOT_CHOSEN: ("Votre rendez-vous est pris", "Venez à l’heure, avec une pièce d’identité."),
    _S.MISSED: ("Rendez-vous manqué", "Cela arrive. Un autre moment vous sera proposé."),
    _S.INFORMED: ("La réponse arrive", "L’organisme dit bientôt s’il vous admet."),
    _S.TESTED: ("La réponse arrive", "Votre test est passé. L’organisme dit bientôt s’il vous admet."),
    _S.ADMITTED: ("Vous êtes admis(e)", "Notez le premier jour, et prévenez en cas d’empêchement."),
    _S.WAITING: ("Vous êtes sur la liste d’attente", "Si une place se libère, elle peut être pour vous."),
    _S.RESERVED: ("Une place est réservée pour vous", "L’organisme dit bientôt s’il vous admet."),
    _S.NOT_KEPT: ("Une autre proposition vous est due", "Votre conseiller doit vous proposer une suite."),
    _S.DECLINED: ("Vous avez renoncé à cette formation", "Vous pouvez en parler et chercher autre chose."),
    _S.TO_RESEAT: ("Une autre place vous est due", "La session est annulée : on vous en propose une, ou on appelle."),
    _S.IN_TRAINING: ("Vous êtes en formation", "Une difficulté ? Parlez-en tôt."),
    _S.INTERRUPTED: ("Votre formation est en pause", "Dites quand vous pensez reprendre."),
    _S.ENDED: ("Votre formation est finie", "Regardez ce qui reste jusqu’à la certification."),
    _S.CLOSED: ("Votre accompagnement est fini", "Vous pouvez demander à reprendre."),
}
_VISIBLE_KINDS = frozenset(STEP_WORDS)
# What the adviser did with the ranking of the rule.
DECISION_SENTENCES: Mapping[AdviserDecision, str] = {
    AdviserDecision.ACCEPTED: "Votre conseiller vous a proposé la première.",
    AdviserDecision.MODIFIED: "Votre conseiller vous en a proposé une autre que la première.",
    AdviserDecision.REFUSED: "Votre conseiller n’a rien proposé de cette liste.",
}
# What a campaign that joined the person keeps of it.
MY_CAMPAIGN_SENTENCES: Mapping[CampaignContactState, str] = {
    CampaignContactState.PLANNED: "Un contact est prévu.",
    CampaignContactState.COUNTED: "Vous avez dit oui pour être compté, sans votre nom, parmi les personnes touchées.",
    CampaignContactState.NOT_COUNTED: "Vous n’êtes pas compté.",
    CampaignContactState.WITHDRAWN: "Vous avez retiré votre accord : vous n’êtes plus compté.",
}
# The rule writes about the learner for the adviser; here the text addresses the learner.
_SECOND_PERSON = (
    ("que la personne n’a pas", "que vous n’avez pas"),
    ("que la personne a demandé", "que vous avez demandé"),
    ("la personne n’a pas", "vous n’avez pas"),
    ("dont la personne a besoin", "dont vous avez besoin"),
    ("au-dessus du sien", "au-dessus du vôtre"),
)


def in_second_person(sentence: str) -> str:
    """A reason of the orientation rule, in the second person."""
    for third, second in _SECOND_PERSON:
        sentence = sentence.replace(third, second)
    return sentence


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One item of « mon parcours ». ``when`` is None when the day is not known."""

    when: date | None
    what: str
    note: str = ""
    is_done: bool = True
    is_next: bool = False


def learner_timeline(
    steps: Iterable[StepRecord], bodies: Mapping[int, str], body_of_step: Mapping[int, int]
) -> list[TimelineItem]:
    """Past steps, oldest first; the same item twice on the same day is merged."""
    lines: list[TimelineItem] = []
    for step in steps:
        if step.kind not in _VISIBLE_KINDS:
            continue
        note = bodies.get(body_of_step.get(step.identifier, 0), "")
        if step.kind is _K.ENDED:
            note = END_LABELS[EndKind(str(step.detail["end_kind"]))]
        line = TimelineItem(step.happened_on, STEP_WORDS[step.kind], note)
        if not lines or (lines[-1].when, lines[-1].what) != (line.when, line.what):
            lines.append(line)
    return lines


def upcoming_items(
    state: JourneyState, *, starts_on: date | None, ends_on: date | None, title: str, provider: str, on: date
) -> list[TimelineItem]:
    """Days of the session still to come. ``starts_on`` is None once the learner entered."""
    if state in (_S.ENDED, _S.CLOSED, _S.DECLINED):
        return []
    lines = []
    if starts_on and starts_on > on:
        note = title if state is _S.ADMITTED else f"{title}, si vous êtes admis(e)"
        lines.append(TimelineItem(starts_on, "Début de la formation", note, is_done=False))
    if ends_on and ends_on > on:
        lines.append(TimelineItem(ends_on, "Fin prévue de la formation", provider, is_done=False))
    return lines


@dataclass(frozen=True, slots=True)
class CertificationProgress:
    """Blocks certified and blocks left. ``attested`` competences are separate: they certify nothing."""

    attested: tuple[tuple[str, date, str], ...]
    certified: frozenset[str]
    left: tuple[str, ...]

    @property
    def blocks(self) -> int:
        return len(self.certified) + len(self.left)


def certification_progress(
    steps: Iterable[StepRecord], blocks: Iterable[str], issuers: Mapping[int, str]
) -> CertificationProgress:
    """Over all the journeys of a learner: certified blocks stay certified after an interruption.

    ``blocks`` are the codes of the target certification; ``issuers``: names of who attests, by step.
    """
    wanted = list(dict.fromkeys(blocks))
    attested: list[tuple[str, date, str]] = []
    certified: set[str] = set()
    for step in steps:
        if step.kind is _K.COMPETENCE_ATTESTED:
            competence = str(step.detail.get("competence", "")) or "Compétence de la formation suivie"
            attested.append((competence, step.happened_on, issuers.get(step.identifier, "")))
        elif step.kind is _K.BLOCK_CERTIFIED and step.detail.get("block"):
            certified.add(str(step.detail["block"]))
        elif step.kind is _K.CERTIFIED:
            certified |= set(wanted)
    return CertificationProgress(
        tuple(attested), frozenset(certified & set(wanted)), tuple(each for each in wanted if each not in certified)
    )
