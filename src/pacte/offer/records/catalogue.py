"""Enums of the catalogue: LHÉO codes, natures of training, modules, file import states. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Modality(IntEnum):
    """LHÉO codes, table « modalites-enseignement »: 1 is mixed, 2 is remote, although some partners swap them."""

    ON_SITE = 0
    MIXED = 1
    REMOTE = 2


MODALITY_LABELS = {
    Modality.ON_SITE: "en présence",
    Modality.MIXED: "en présence et à distance",
    Modality.REMOTE: "à distance",
}


class EntryMode(IntEnum):
    """Fixed dates or rolling entry. With rolling entry, places are simultaneous and the count is in hours."""

    FIXED = 0
    ROLLING = 1


ENTRY_MODE_LABELS = {EntryMode.FIXED: "dates fixes", EntryMode.ROLLING: "entrées permanentes"}


class Recruitment(IntEnum):
    OPEN = 1
    CLOSED = 2
    SUSPENDED = 3


RECRUITMENT_LABELS = {
    Recruitment.OPEN: "inscriptions ouvertes",
    Recruitment.CLOSED: "complet",
    Recruitment.SUSPENDED: "inscriptions suspendues",
}


class TrainingNature(StrEnum):
    """Purpose of a training, in the order of progression of a learner."""

    LITERACY = "literacy"
    BASIC_SKILLS = "basic_skills"
    REMOBILISATION = "remobilisation"
    PREQUALIFYING = "prequalifying"
    QUALIFYING = "qualifying"
    CERTIFYING = "certifying"
    UPSKILLING = "upskilling"
    ENTERPRISE = "enterprise"


NATURE_LABELS = {
    TrainingNature.LITERACY: "alphabétisation, français",
    TrainingNature.BASIC_SKILLS: "savoirs de base",
    TrainingNature.REMOBILISATION: "remobilisation, projet",
    TrainingNature.PREQUALIFYING: "préqualifiante",
    TrainingNature.QUALIFYING: "qualifiante",
    TrainingNature.CERTIFYING: "certifiante",
    TrainingNature.UPSKILLING: "perfectionnement",
    TrainingNature.ENTERPRISE: "création d’entreprise",
}


class LinkKind(StrEnum):
    """How two trainings are linked."""

    LEADS_TO = "leads_to"
    REQUIRES = "requires"


class ModuleKind(StrEnum):
    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    UNKNOWN = "unknown"


class Issuer(StrEnum):
    """Who signs an attestation. A block is never attested: its certifier certifies it."""

    PROVIDER = "provider"
    EMPLOYER = "employer"


class CompetenceFamily(StrEnum):
    """Families of a passport of competences (action 26), those of the ROME 4: to know, to know how, to behave."""

    KNOWLEDGE = "knowledge"
    KNOW_HOW = "know_how"
    ATTITUDE = "attitude"


FAMILY_LABELS = {
    CompetenceFamily.KNOWLEDGE: "savoir",
    CompetenceFamily.KNOW_HOW: "savoir-faire",
    CompetenceFamily.ATTITUDE: "savoir-être",
}


@dataclass(frozen=True, slots=True)
class Triplet:
    """The three InterCarif numbers shared by all tools, written « 24_118402 / 24_1530117 / 24_407731 »."""

    training: str
    training_action: str
    session: str

    def __str__(self) -> str:
        return f"{self.training} / {self.training_action} / {self.session}"

    @classmethod
    def parse(cls, text: str) -> Triplet | None:
        """Parse three numbers separated by slashes, spaces, commas, semicolons, pipes or newlines; else return None."""
        parts = [part for part in re.split(r"[\s/;,|]+", text.strip()) if part]
        return cls(*parts) if len(parts) == 3 else None
