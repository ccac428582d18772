"""Records and enums of evaluation: the ex-ante protocol of an experiment, its arms, the judgement at its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ProtocolContent:
    """The protocol registered before the first person enters. Empty text or None means missing; 0 is a value."""

    question: str = ""
    public: str = ""
    indicator_code: str = ""
    indicator: str = ""
    baseline_value: Decimal | None = None
    unit: str = ""
    baseline_on: date | None = None
    baseline_source: str = ""
    target_value: Decimal | None = None
    target: str = ""
    method: str = ""
    comparison: str = ""
    source: str = ""
    end_on: date | None = None


PROTOCOL_FIELDS = tuple(each.name for each in fields(ProtocolContent))


class ProtocolPart(StrEnum):
    """The parts required for a protocol to be complete."""

    QUESTION = "question"
    PUBLIC = "public"
    INDICATOR = "indicator"
    BASELINE = "baseline"
    BASELINE_DAY = "baseline_day"
    BASELINE_SOURCE = "baseline_source"
    TARGET = "target"
    METHOD = "method"
    COMPARISON = "comparison"
    SOURCE = "source"
    OWNER = "owner"
    END = "end"


PROTOCOL_PART_LABELS = {
    ProtocolPart.QUESTION: "la question",
    ProtocolPart.PUBLIC: "le public",
    ProtocolPart.INDICATOR: "l’indicateur",
    ProtocolPart.BASELINE: "la valeur de départ",
    ProtocolPart.BASELINE_DAY: "la date de la valeur de départ",
    ProtocolPart.BASELINE_SOURCE: "la source de la valeur de départ",
    ProtocolPart.TARGET: "la cible",
    ProtocolPart.METHOD: "la méthode",
    ProtocolPart.COMPARISON: "la comparaison",
    ProtocolPart.SOURCE: "la source des données",
    ProtocolPart.OWNER: "la personne responsable",
    ProtocolPart.END: "la date de fin",
}


class ProtocolState(StrEnum):
    """The state of a protocol. It may be locked incomplete: nothing can be filled in afterwards."""

    INCOMPLETE = "incomplete"
    READY = "ready"
    LOCKED = "locked"
    LOCKED_INCOMPLETE = "locked_incomplete"
    JUDGED = "judged"
    WITHDRAWN = "withdrawn"


PROTOCOL_STATE_LABELS = {
    ProtocolState.INCOMPLETE: "incomplète",
    ProtocolState.READY: "complète, peut commencer",
    ProtocolState.LOCKED: "verrouillée, en cours",
    ProtocolState.LOCKED_INCOMPLETE: "verrouillée incomplète",
    ProtocolState.JUDGED: "jugée",
    ProtocolState.WITHDRAWN: "retirée",
}


class Judgement(StrEnum):
    """The judgement on an experiment at its end."""

    PURSUE = "pursue"
    ADAPT = "adapt"
    STOP = "stop"
    GENERALISE = "generalise"


JUDGEMENT_LABELS = {
    Judgement.PURSUE: "poursuivre",
    Judgement.ADAPT: "adapter",
    Judgement.STOP: "arrêter",
    Judgement.GENERALISE: "généraliser",
}


@dataclass(frozen=True, slots=True)
class FoundValue:
    """The value that was typed with the last finding, None when the finding has only words."""

    value: Decimal | None
    on: date
    by: str


class Arm(StrEnum):
    """An arm of an experiment: its sessions try the thing, or are those that it is compared with."""

    WITH = "with"
    WITHOUT = "without"


ARM_LABELS = {Arm.WITH: "avec", Arm.WITHOUT: "sans"}


@dataclass(frozen=True, slots=True)
class ArmChange:
    """A session enters an arm on ``since``, or leaves the experiment when ``arm`` is None."""

    experiment_id: int
    plan_action_id: int
    session_id: int
    arm: Arm | None
    since: date
    person_name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArmPeriod:
    """A session in an arm, from ``since`` to the day before ``until``; None while it is there.

    ``ended_by`` and ``end_reason``: who detached it, and why.
    """

    experiment_id: int
    plan_action_id: int
    arm: Arm
    session_id: int
    since: date
    until: date | None
    person_name: str
    ended_by: str = ""
    end_reason: str = ""


class LateAttachment(StrEnum):
    """Why a session is not of the arm that was registered in advance."""

    AFTER_LOCK = "after_lock"
    AFTER_ENTRY = "after_entry"


LATE_ATTACHMENT_LABELS = {
    LateAttachment.AFTER_LOCK: "après le verrouillage de la fiche",
    LateAttachment.AFTER_ENTRY: "après sa première entrée",
}


@dataclass(frozen=True, slots=True)
class SessionShare:
    """Of one session: ``reached`` of its ``total`` have the outcome. ``is_due``: none of them is too early to count."""

    session_id: int
    reached: int
    total: int
    is_due: bool = True


@dataclass(frozen=True, slots=True)
class ArmShare:
    """Sums of the sessions of one arm."""

    sessions: int
    reached: int
    total: int

    @property
    def share(self) -> float:
        return self.reached / self.total


@dataclass(frozen=True, slots=True)
class Effect:
    """The share with, less the share without, and the bounds of its 95 % interval; from -1 to 1."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EffectInPoints:
    """An effect in whole points, its interval rounded outwards."""

    difference: int
    low: int
    high: int
