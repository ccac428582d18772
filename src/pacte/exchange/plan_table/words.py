"""The words that plans put at the head of their columns. One line more here, and another region's table is read.

Words are compared without accents, plurals, small words and punctuation (``heading_key``), then by likeness.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from pacte.kernel.french import plain

SURE = 0.86
"""From here on the column is taken without a question."""
LIKELY = 0.68
"""From here on the column is taken, and a person is asked. Below, it is left aside."""


@dataclass(frozen=True, slots=True)
class FieldWords:
    label: str
    words: tuple[str, ...]


FIELDS: dict[str, FieldWords] = {
    "row_key": FieldWords("identifiant de la ligne", ("ligne id", "id ligne", "identifiant", "clé", "ligne", "repère")),
    "row_kind": FieldWords("type de ligne", ("type ligne", "type de ligne", "nature de ligne")),
    "number": FieldWords("numéro d'action", (
        "n° d'action", "numéro action", "numéro de l'action", "n°", "numéro", "num", "n° fiche action", "n° projet",
        "référence de l'action", "code action", "réf action", "numéro de fiche",
    )),
    "axis": FieldWords("axe", (
        "axe et montants financiers alloués", "axe", "axe stratégique", "axe du pacte", "axe et montant", "pilier",
        "volet", "orientation", "défi", "axe d'intervention", "axe et enveloppe", "chantier", "numéro axe", "n° axe",
        "code axe",
    )),
    "axis_title": FieldWords("intitulé de l'axe", (
        "axe intitulé", "intitulé de l'axe", "libellé de l'axe", "titre de l'axe", "nom de l'axe",
    )),
    "axis_amount": FieldWords("montant de l'axe", (
        "axe montant", "montant de l'axe", "enveloppe de l'axe", "budget de l'axe", "montant alloué à l'axe",
    )),
    "axis_share": FieldWords("part de l'axe", ("axe part", "part de l'axe", "part de l'enveloppe", "axe part pct")),
    "strategic": FieldWords("objectif stratégique", (
        "objectif stratégique", "os", "objectif général", "orientation stratégique", "enjeu", "objectif",
    )),
    "strategic_code": FieldWords("code de l'objectif stratégique", (
        "objectif stratégique code", "code objectif stratégique", "code os", "n° objectif stratégique",
    )),
    "operational": FieldWords("objectif opérationnel", (
        "objectif opérationnel", "oo", "objectif spécifique", "sous objectif", "mesure",
    )),
    "operational_code": FieldWords("code de l'objectif opérationnel", (
        "objectif opérationnel code", "code objectif opérationnel", "code oo", "n° objectif opérationnel",
    )),
    "title": FieldWords("intitulé de l'action", (
        "projets / actions", "projet action", "action", "projet", "intitulé de l'action", "intitulé", "libellé",
        "libellé de l'action", "titre", "titre de l'action", "nom de l'action", "intitulé du projet", "nom du projet",
        "désignation", "action prévue", "action à mener", "intitulé de la fiche",
    )),
    "short_title": FieldWords("intitulé court", ("intitulé court", "titre court", "nom court")),
    "description": FieldWords("description", (
        "description", "descriptif", "contenu", "détail", "description de l'action", "contenu de l'action",
        "descriptif de l'action", "modalités de mise en œuvre", "description du projet",
    )),
    "leads": FieldWords("chef de projet", (
        "chef de projet", "porteur", "pilote", "responsable", "chef de file", "maître d'ouvrage", "porteur de l'action",
        "pilote de l'action", "structure porteuse", "organisme porteur", "référent", "pilotage", "porteur de projet",
    )),
    "expected_result": FieldWords("résultats attendus", (
        "résultats attendus / cible", "résultats attendus", "effets attendus", "livrables", "impacts attendus",
        "résultats", "résultats visés",
    )),
    "figures": FieldWords("cibles chiffrées", (
        "cibles chiffrées", "cible", "objectif chiffré", "objectifs quantitatifs", "indicateurs et cibles",
        "valeur cible", "indicateur", "cible chiffrée", "cible à atteindre",
    )),
    "priority": FieldWords("priorité", ("priorité", "niveau de priorité", "degré de priorité", "urgence")),
    "comment": FieldWords("commentaires", ("commentaires", "observations", "remarques", "précisions", "notes")),
    "expenses": FieldWords("nature de la dépense", (
        "nature", "nature de la dépense", "type de dépense", "poste de dépense", "nature de dépenses",
    )),
    "staff": FieldWords("moyens humains", ("moyens humains", "ressources humaines", "ETP", "besoins RH")),
    "schedule_printed": FieldWords("croix telles qu'imprimées", ("temporalité source", "calendrier source")),
    "schedule_placement": FieldWords("certitude du calendrier", ("temporalité placement", "placement des croix")),
    "period_text": FieldWords("période", (
        "période", "calendrier", "échéancier", "période de réalisation", "temporalité", "dates", "durée",
    )),
    "first_year": FieldWords("année de début", ("début", "date de début", "année de début", "démarrage", "lancement")),
    "last_year": FieldWords("année de fin", ("fin", "date de fin", "année de fin", "échéance", "achèvement")),
    "linked_numbers": FieldWords("actions liées", ("actions liées", "actions associées", "lien avec d'autres actions")),
    "publics": FieldWords("publics", ("publics", "public cible", "public visé", "bénéficiaires", "publics concernés")),
    "sectors": FieldWords("secteurs", ("secteurs", "secteurs d'activité", "filières", "domaines")),
    "partners": FieldWords("partenaires", (
        "partenaires systèmes", "partenaires", "partenariats", "acteurs associés", "partenaires associés",
        "partenaires et dispositifs",
    )),
    "source_lines": FieldWords("lignes de la source", ("lignes source", "lignes de la source", "lignes de source.txt")),
    "to_check": FieldWords("à vérifier", ("à vérifier", "à confirmer")),
    "sheet_number": FieldWords("fiche (colonne sans usage)", ("fiche",)),
}
REQUIRED = ("number", "title")
# Fields that name a table as a plan, rather than as notes about one.
TELLING = frozenset({"number", "title", "axis", "leads", "operational", "strategic", "expected_result", "comment"})

SCHEDULE_WORDS = ("temporalit", "calendrier", "planning", "echeanc", "mise en oeuvre", "realisation", "periode")
MONEY_WORDS = ("montant", "budget", "cout", "enveloppe", "financement", "financier", "credit", "depense",
               "previsionnel", "subvention", "total", "engagement", "paiement")
_UNITS = (
    (re.compile(r"(?<![a-z])(?:m€|meur|millions?(?: d'euros)?|mio)(?![a-z])"), "M€"),
    (re.compile(r"(?<![a-z])(?:k€|keur|milliers?(?: d'euros)?)(?![a-z])"), "k€"),
    (re.compile(r"€|(?<![a-z])(?:eur|euros?)(?![a-z])"), "€"),
)
_SMALL_WORDS = frozenset(
    {"de", "d", "du", "des", "la", "le", "les", "l", "et", "en", "au", "aux", "a", "par", "pour", "ou", "un", "une"}
)


def unit_in(text: str) -> str:
    """« M€ », « k€ », « € » when the heading names one, else ""."""
    folded = plain(text).replace("_", " ")
    return next((unit for pattern, unit in _UNITS if pattern.search(folded)), "")


def has_word(text: str, words: tuple[str, ...]) -> bool:
    folded = plain(text).replace("_", " ")
    return any(word in folded for word in words)


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """Its words, less what makes no difference, in a fixed order."""
    folded = re.sub(r"\([^)]*[€%][^)]*\)", " ", plain(text)).replace("n°", " n ")
    words = [word for word in re.split(r"[^a-z0-9]+", folded) if word and word not in _SMALL_WORDS]
    return " ".join(sorted({word.removesuffix("s") if len(word) > 3 else word for word in words}))


_KEYS: dict[str, tuple[str, ...]] = {
    name: tuple(heading_key(word) for word in field.words) for name, field in FIELDS.items()
}
_EXACT = {key: name for name, keys in _KEYS.items() for key in keys}


def exact_field(text: str) -> str:
    """The field that bears exactly these words, or ""."""
    return _EXACT.get(heading_key(text), "")


@lru_cache(maxsize=4096)
def likenesses(text: str) -> tuple[tuple[float, str], ...]:
    """(likeness between 0 and 1, field) of the fields that the heading may be, best first."""
    key = heading_key(text)
    if not key or len(key) > 80:
        return ()
    if key in _EXACT:
        return ((1.0, _EXACT[key]),)
    found = [(max(_likeness(key, word) for word in keys), name) for name, keys in _KEYS.items()]
    return tuple(sorted((pair for pair in found if pair[0] >= LIKELY), key=lambda pair: -pair[0])[:4])


def _likeness(key: str, word: str) -> float:
    close = fuzz.ratio(key, word) / 100
    # « nom du porteur de l'action » holds « porteur action »: one more word or two do not change what it is.
    holds = len(word) >= 6 and set(word.split()) <= set(key.split()) and len(key) <= 3 * len(word)
    return max(close, 0.8 + 0.15 * len(word) / len(key)) if holds else close
