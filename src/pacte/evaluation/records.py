"""Records and enums of evaluation: the ex-ante protocol of an experiment, and the judgement at its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SheetContent:
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


SHEET_FIELDS = tuple(each.name for each in fields(SheetContent))


class Part(StrEnum):
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


PART_WORDS = {
    Part.QUESTION: "la question",
    Part.PUBLIC: "le public",
    Part.INDICATOR: "l’indicateur",
    Part.BASELINE: "la valeur de départ",
    Part.BASELINE_DAY: "la date de la valeur de départ",
    Part.BASELINE_SOURCE: "la source de la valeur de départ",
    Part.TARGET: "la cible",
    Part.METHOD: "la méthode",
    Part.COMPARISON: "la comparaison",
    Part.SOURCE: "la source des données",
    Part.OWNER: "la personne responsable",
    Part.END: "la date de fin",
}


class SheetState(StrEnum):
    """The state of a protocol. It may be locked incomplete: nothing can be filled in afterwards."""

    INCOMPLETE = "incomplete"
    READY = "ready"
    LOCKED = "locked"
    LOCKED_INCOMPLETE = "locked_incomplete"
    JUDGED = "judged"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    SheetState.INCOMPLETE: "incomplète",
    SheetState.READY: "complète, peut commencer",
    SheetState.LOCKED: "verrouillée, en cours",
    SheetState.LOCKED_INCOMPLETE: "verrouillée incomplète",
    SheetState.JUDGED: "jugée",
    SheetState.WITHDRAWN: "retirée",
}


class Judgement(StrEnum):
    """The judgement on an experiment at its end."""

    PURSUE = "pursue"
    ADAPT = "adapt"
    STOP = "stop"
    GENERALISE = "generalise"


JUDGEMENT_WORDS = {
    Judgement.PURSUE: "poursuivre",
    Judgement.ADAPT: "adapter",
    Judgement.STOP: "arrêter",
    Judgement.GENERALISE: "généraliser",
}
