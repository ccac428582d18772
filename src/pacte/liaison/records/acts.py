"""An act of orientation as any partner says it, once read: who, which session, what, when. Pure.

The statuses are those of the pivot of orientation; a partner's own codes are married to them in its mapping.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ActStatus(StrEnum):
    """What was done, in the order in which it usually happens."""

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
class PersonGiven:
    """Who the act is about. ``reference`` is the person's number in the partner's tool, by which they are found."""

    reference: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SessionGiven:
    """InterCarif numbers, those that are known. ``starts_on`` chooses among the sessions of one action."""

    session: str = ""
    action: str = ""
    training: str = ""
    starts_on: date | None = None

    @property
    def words(self) -> str:
        return " / ".join(part for part in (self.training, self.action, self.session) if part)


@dataclass(frozen=True, slots=True)
class OrientationAct:
    """One act. ``dossier`` is the partner's own number for it, when it has one; ``place`` says where it was read.

    ``is_day_supposed``: the file does not say the day of the act; ``on`` is the latest that it can be.
    ``also_on``: days of acts that the same line implies, by status (a line that gives an exit gives an entry too).
    """

    person: PersonGiven
    session: SessionGiven
    status: ActStatus
    on: date
    dossier: str = ""
    place: str = ""
    also_on: tuple[tuple[ActStatus, date], ...] = field(default=())
    is_day_supposed: bool = False


class Outcome(StrEnum):
    """What an act became. ``SAME``: it was known already, on the same day."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    TO_SETTLE = "to_settle"
