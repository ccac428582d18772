"""Enums about people: themes of barriers, kinds of sensitive facts, purposes. Pure.

Themes follow the public reference framework of social support (nine themes). A barrier has a constraint, never a
diagnosis.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Theme(StrEnum):
    MOBILITY = "mobility"
    DIGITAL = "digital"
    HOUSING = "housing"
    HEALTH = "health"
    LANGUAGE = "language"
    MONEY = "money"
    FAMILY = "family"
    JOB = "job"
    TRAINING = "training"


THEME_LABELS = {
    Theme.MOBILITY: "Se déplacer",
    Theme.DIGITAL: "Utiliser le numérique",
    Theme.HOUSING: "Se loger",
    Theme.HEALTH: "Santé",
    Theme.LANGUAGE: "Langue, lecture, écriture",
    Theme.MONEY: "Argent, démarches",
    Theme.FAMILY: "Famille, garde d’enfants",
    Theme.JOB: "Projet d’emploi",
    Theme.TRAINING: "Entrer en formation",
}

# Constraints that an adviser may record, by theme: those that a training can take into account.
CONSTRAINTS: dict[Theme, dict[str, str]] = {
    Theme.MOBILITY: {
        "no_licence": "n’a pas le permis",
        "no_vehicle": "n’a pas de véhicule",
        "under_20_km": "pas à plus de 20 km",
    },
    Theme.DIGITAL: {"no_device": "n’a pas d’ordinateur", "needs_help_online": "a besoin d’aide en ligne"},
    Theme.HOUSING: {"unstable": "logement instable", "needs_lodging": "a besoin d’un hébergement"},
    Theme.HEALTH: {"part_time": "pas à temps plein", "adapted_place": "lieu ou rythme adapté"},
    Theme.LANGUAGE: {
        "oral_french": "français à l’oral à renforcer",
        "written_french": "français à l’écrit à renforcer",
    },
    Theme.MONEY: {"no_advance": "ne peut pas avancer de frais"},
    Theme.FAMILY: {"not_before_9": "pas avant 9 h", "not_after_16": "pas après 16 h", "childcare": "garde à trouver"},
    Theme.JOB: {"project_open": "projet à préciser"},
    Theme.TRAINING: {"basics_first": "remise à niveau d’abord"},
}


class SensitiveKind(StrEnum):
    """Facts protected by law. Each is recorded for a purpose, with consent, and each read is logged."""

    RQTH = "rqth"
    JUSTICE = "justice"
    LITERACY = "literacy"
    RSA = "rsa"
    REFUGEE = "refugee"


SENSITIVE_LABELS = {
    SensitiveKind.RQTH: "Reconnaissance de la qualité de travailleur handicapé",
    SensitiveKind.JUSTICE: "Sous main de justice",
    SensitiveKind.LITERACY: "Lecture et écriture à reprendre",
    SensitiveKind.RSA: "Bénéficiaire du RSA",
    SensitiveKind.REFUGEE: "Réfugié",
}


class Purpose(StrEnum):
    ELIGIBILITY = "eligibility"
    ADAPTATION = "adaptation"
    STATISTICS = "statistics"


PURPOSE_LABELS = {
    Purpose.ELIGIBILITY: "ouvrir un droit",
    Purpose.ADAPTATION: "adapter la formation",
    Purpose.STATISTICS: "compter, sans nom",
}


@dataclass(frozen=True, slots=True)
class LearnerInput:
    """Data to create a learner; only the name is required, to reach them."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    birth_year: int | None = None
    sex: str = ""
    diploma: int | None = None
    commune_code: str = ""
    has_licence: bool | None = None
    has_vehicle: bool | None = None
    partner_number: str = ""


@dataclass(frozen=True, slots=True)
class SensitiveFactInput:
    """A sensitive fact. ``consent_on``: the day on which the person agreed that it be recorded."""

    kind: SensitiveKind
    purpose: Purpose
    consent_on: date
    valid_from: date
    valid_until: date | None = None
