"""An orientation act as read from any partner: person, session, status, day. Pure.

The statuses are those of the orientation pivot; each partner's own codes are translated by its mapping.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ActStatus(StrEnum):
    """What was done, in the usual order of events."""

    POSITIONED = "positionne"
    SUMMONED = "convoque_ic"
    ABSENT = "absent"
    NOT_KEPT = "non_retenu"
    KEPT = "retenu"
    WAITING = "liste_attente"
    GAVE_UP = "renonce"
    ENROLLED = "inscrit"
    NEVER_CAME = "non_venu"
    ENTERED = "entre"
    INTERRUPTED = "interrompu"
    RESUMED = "repris"
    COMPLETED = "termine"
    DROPPED_OUT = "abandon"
    EXCLUDED = "exclusion"
    LEFT_FOR_JOB = "sortie_emploi"
    LEFT_UNKNOWN = "sortie"


ACT_LABELS = {
    ActStatus.POSITIONED: "positionnée sur la session",
    ActStatus.SUMMONED: "invitée à l’information collective",
    ActStatus.ABSENT: "absente à l’information collective",
    ActStatus.NOT_KEPT: "non retenue après l’information collective",
    ActStatus.KEPT: "retenue après l’information collective",
    ActStatus.WAITING: "en liste d’attente",
    ActStatus.GAVE_UP: "renonce",
    ActStatus.ENROLLED: "inscrite",
    ActStatus.NEVER_CAME: "jamais venue",
    ActStatus.ENTERED: "entrée en formation",
    ActStatus.INTERRUPTED: "formation interrompue",
    ActStatus.RESUMED: "formation reprise",
    ActStatus.COMPLETED: "formation terminée",
    ActStatus.DROPPED_OUT: "abandon",
    ActStatus.EXCLUDED: "exclusion",
    ActStatus.LEFT_FOR_JOB: "sortie vers un emploi",
    ActStatus.LEFT_UNKNOWN: "sortie, sans autre précision",
}


@dataclass(frozen=True, slots=True)
class PersonInput:
    """The person of the act. ``reference`` is the person's number in the partner's tool, used to find them."""

    reference: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SessionInput:
    """InterCarif numbers, where known. ``starts_on`` selects among the sessions of one training action."""

    session: str = ""
    action: str = ""
    training: str = ""
    starts_on: date | None = None

    @property
    def numbers_text(self) -> str:
        return " / ".join(part for part in (self.training, self.action, self.session) if part)


@dataclass(frozen=True, slots=True)
class OrientationAct:
    """One act. ``dossier`` is the partner's own number for it, if any; ``place`` is where it was read.

    ``is_day_supposed``: the file does not give the day of the act; ``on`` is then the latest possible day. ``also_on``:
    days of acts implied by the same row, by status (a row that gives an exit also gives an entry).
    """

    person: PersonInput
    session: SessionInput
    status: ActStatus
    on: date
    dossier: str = ""
    place: str = ""
    also_on: tuple[tuple[ActStatus, date], ...] = field(default=())
    is_day_supposed: bool = False


# Tools from which networks send files of acts, by their short name.
ACT_TOOLS = {"kairos": "Kairos", "ouiform": "Ouiform", "imilo": "i-Milo", "reseau": "un autre outil"}


class ActOutcome(StrEnum):
    """Result of applying an act. ``SAME``: already known, on the same day."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    TO_SETTLE = "to_settle"
