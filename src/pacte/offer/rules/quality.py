"""Quality of a training description: ten criteria, each with an advice to meet it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

MIN_TEXT_LENGTH = 40
"""Below this number of characters, a text is a label, not an explanation."""
MIN_COMPETENCES = 3
FRESH_DAYS = 180
_PLACEHOLDERS = frozenset({"", "-", ".", "non renseigné", "non renseignée", "néant", "sans objet", "nc", "à définir"})


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """Input of the criteria, built by a query from a training, its actions and sessions."""

    title: str = ""
    objective: str = ""
    summary: str = ""
    competences: int = 0
    rome_codes: int = 0
    is_certifying: bool = False
    certification_codes: int = 0
    pace: str = ""
    hours: int | None = None
    prerequisites: str = ""
    price_known: bool = False
    costs_words: str = ""
    has_coordinates: bool = False
    access_words: bool = False
    accessibility: str = ""
    next_session_on: date | None = None
    is_rolling: bool = False
    has_contact: bool = False
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class QualityCriterion:
    code: str
    label: str
    advice: str
    is_met: Callable[[QualityFacts, date], bool]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """Result of one criterion for a training. ``advice`` is empty when it is met."""

    code: str
    label: str
    is_met: bool
    advice: str


def is_filled_in(text: str, *, enough: int = 2) -> bool:
    """Return True when a text has content: « - » and « non renseigné » do not count."""
    flat = " ".join(text.split())
    return flat.casefold() not in _PLACEHOLDERS and len(flat) >= enough


CRITERIA: tuple[QualityCriterion, ...] = (
    QualityCriterion(
        "objective",
        "But de la formation",
        "Dites en deux ou trois phrases à quoi sert la formation.",
        lambda sheet, on: is_filled_in(sheet.objective, enough=MIN_TEXT_LENGTH),
    ),
    QualityCriterion(
        "competences",
        "« À la fin, vous saurez… »",
        "Listez au moins trois choses que la personne saura faire, un verbe par ligne.",
        lambda sheet, on: sheet.competences >= MIN_COMPETENCES,
    ),
    QualityCriterion(
        "summary",
        "Résumé en mots simples",
        "Écrivez un résumé sans sigle, pour quelqu’un qui ne connaît pas le métier.",
        lambda sheet, on: is_filled_in(sheet.summary, enough=MIN_TEXT_LENGTH),
    ),
    QualityCriterion(
        "occupations",
        "Métiers visés",
        "Indiquez au moins un code ROME.",
        lambda sheet, on: sheet.rome_codes > 0,
    ),
    QualityCriterion(
        "certification",
        "Certification identifiée",
        "Donnez le code RNCP ou RS de la certification.",
        lambda sheet, on: not sheet.is_certifying or sheet.certification_codes > 0,
    ),
    QualityCriterion(
        "schedule",
        "Durée et rythme",
        "Donnez le nombre d’heures, les jours et les horaires.",
        lambda sheet, on: bool(sheet.hours) and is_filled_in(sheet.pace, enough=10),
    ),
    QualityCriterion(
        "prerequisites",
        "Ce qu’il faut pour entrer",
        "Dites ce qu’il faut savoir ou avoir, ou « aucun diplôme demandé ».",
        lambda sheet, on: is_filled_in(sheet.prerequisites, enough=5),
    ),
    QualityCriterion(
        "price",
        "Prix et reste à payer",
        "Donnez le prix, ou dites qui paie et ce qui reste à la charge de la personne.",
        lambda sheet, on: sheet.price_known or is_filled_in(sheet.costs_words, enough=5),
    ),
    QualityCriterion(
        "access",
        "Venir et être accueilli",
        "Donnez l’adresse exacte, comment venir sans voiture, et l’accueil des personnes handicapées.",
        lambda sheet, on: sheet.has_coordinates and (sheet.access_words or is_filled_in(sheet.accessibility, enough=5)),
    ),
    QualityCriterion(
        "next_session",
        "Prochaine session et contact, à jour",
        "Annoncez une session à venir avec un contact, et relisez la fiche tous les six mois.",
        lambda sheet, on: (
            sheet.has_contact
            and (sheet.is_rolling or (sheet.next_session_on is not None and sheet.next_session_on >= on))
            and is_recently_updated(sheet.changed_on, on)
        ),
    ),
)


def is_recently_updated(changed_on: date | None, on: date) -> bool:
    return changed_on is not None and (on - changed_on).days <= FRESH_DAYS


def criterion_results(sheet: QualityFacts, *, on: date) -> tuple[CriterionResult, ...]:
    """Results of all criteria, in display order."""
    results = []
    for each in CRITERIA:
        met = each.is_met(sheet, on)
        results.append(CriterionResult(each.code, each.label, met, "" if met else each.advice))
    return tuple(results)
