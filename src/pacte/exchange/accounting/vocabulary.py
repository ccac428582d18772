"""Column headings of accounting software and the fields they stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from pacte.finance.records import MoneyStage
from pacte.kernel.french import fold_text

IGNORED = "ignore"
CONFIDENT_SCORE = 0.9
"""From this score on, a column is accepted without confirmation."""

AMOUNTS = {
    "committed": MoneyStage.COMMITTED,
    "rendered": MoneyStage.RENDERED,
    "ordered": MoneyStage.ORDERED,
    "paid": MoneyStage.PAID,
    "receipt_expected": MoneyStage.RECEIPT_EXPECTED,
    "receipt_received": MoneyStage.RECEIPT_RECEIVED,
}
DATES = {
    "committed_on": MoneyStage.COMMITTED,
    "rendered_on": MoneyStage.RENDERED,
    "ordered_on": MoneyStage.ORDERED,
    "paid_on": MoneyStage.PAID,
}

FIELD_LABELS = {
    "number": "numéro d’engagement",
    "post": "poste de l’engagement",
    "year": "exercice",
    "label": "objet",
    "supplier": "tiers",
    "committed": "montant engagé",
    "rendered": "montant du service fait",
    "ordered": "montant mandaté",
    "paid": "montant payé",
    "receipt_expected": "recette de l’État attendue",
    "receipt_received": "recette de l’État encaissée",
    "committed_on": "date d’engagement",
    "rendered_on": "date du service fait",
    "ordered_on": "date du mandat",
    "paid_on": "date du paiement",
    "plan": "code du plan",
    "action": "numéro d’action",
    "axis": "axe",
    "operation": "opération",
    "nature": "nature comptable",
    "section": "section",
    "fund": "fonds",
    "financer": "financeur",
}

_HEADINGS_BY_FIELD = {
    "number": (
        "n° engagement", "numéro engagement", "num engagement", "no engagement", "engagement", "code engagement",
        "référence engagement", "ref engagement", "n° de l'engagement", "n° eng", "id engagement", "n° ej",
        "n° engagement juridique", "engagement juridique", "numéro ej", "n° pièce engagement",
    ),
    "post": ("poste", "n° poste", "ligne", "n° ligne", "ligne engagement", "n° ligne engagement", "sous engagement"),
    "year": ("exercice", "année", "exercice budgétaire", "exercice comptable", "millésime", "exercice engagement"),
    "label": (
        "objet", "libellé", "libellé engagement", "intitulé", "désignation", "description", "objet engagement",
        "libellé de l'engagement",
    ),
    "supplier": (
        "tiers", "fournisseur", "bénéficiaire", "créancier", "nom tiers", "raison sociale", "titulaire",
        "libellé tiers", "nom du tiers", "nom fournisseur",
    ),
    "committed": (
        "montant engagé", "engagé", "mt engagé", "total engagé", "montant engagement", "montant de l'engagement",
        "montant initial", "engagé ttc", "montant engagé ttc", "cumul engagé",
    ),
    "rendered": (
        "service fait", "montant service fait", "montant sf", "sf", "liquidé", "montant liquidé", "mt liquidé",
        "total liquidé", "cumul liquidé", "montant liquidation",
    ),
    "ordered": (
        "mandaté", "montant mandaté", "mt mandaté", "total mandaté", "ordonnancé", "montant ordonnancé",
        "cumul mandaté", "montant mandat", "mandats émis", "réalisé",
    ),
    "paid": (
        "payé", "montant payé", "mt payé", "total payé", "décaissé", "montant décaissé", "cumul payé", "règlement",
    ),
    "receipt_expected": ("titre émis", "montant titré", "recette attendue", "titres émis", "montant du titre"),
    "receipt_received": ("encaissé", "montant encaissé", "recette encaissée", "recouvré", "montant recouvré"),
    "committed_on": (
        "date engagement", "date", "date d'engagement", "date création", "date eng", "date de l'engagement",
        "date notification",
    ),
    "rendered_on": ("date service fait", "date sf", "date liquidation", "date du service fait"),
    "ordered_on": ("date mandat", "date mandatement", "date du mandat", "date dernier mandat", "date émission mandat"),
    "paid_on": ("date paiement", "date règlement", "date du paiement", "date dernier paiement", "date de paiement"),
    "plan": ("plan", "code plan", "pacte", "code pacte"),
    "action": (
        "action", "n° action", "numéro action", "action du pacte", "n° d'action", "fiche action", "action pacte",
    ),
    "axis": ("axe", "axe pacte", "code axe", "n° axe"),
    "operation": (
        "opération", "code opération", "n° opération", "programme", "code programme", "imputation", "enveloppe",
        "tranche", "code analytique", "analytique", "destination", "sous programme",
    ),
    "nature": ("nature", "compte", "nature comptable", "article", "compte par nature", "chapitre nature"),
    "section": ("section", "sens budgétaire", "type de crédits", "type crédit", "f/i", "ae/ap"),
    "fund": ("fonds", "source de financement", "enveloppe financière", "origine des crédits", "fonds de concours"),
    "financer": ("financeur", "payeur", "financé par", "co-financeur", "cofinanceur"),
}  # fmt: skip
# Words of columns that look like a stage but are not: a remainder is never the amount of a stage.
_EXCLUDED_WORDS = ("reste", "solde", "disponible", "taux", "%", "ecart", "tva")
_STOP_WORDS = frozenset(["de", "d", "du", "des", "la", "le", "les", "l", "et", "en", "au", "aux", "a", "euro", "euros"])
_UNIT = re.compile(r"\((?:en )?(?:k€|m€|€|keur|meur|euros?|eur|milliers d'euros)\)|\ben (?:k€|m€|€|euros)|[€]")


@lru_cache(maxsize=4096)
def accounting_heading_key(text: str) -> str:
    """Normalised heading: its words in order, without unit, accents and stop words."""
    folded = _UNIT.sub(" ", fold_text(text).replace("k€", "€").replace("m€", "€"))
    folded = re.sub(r"\bn°|\bno\b|\bnum\b|\bnumero\b", " n ", folded)
    return " ".join(word for word in re.split(r"[^a-z0-9/%]+", folded) if word and word not in _STOP_WORDS)


_FIELD_BY_HEADING = {
    accounting_heading_key(word): field for field, words in _HEADINGS_BY_FIELD.items() for word in words
}


@lru_cache(maxsize=4096)
def guess_fields(text: str) -> tuple[tuple[float, str], ...]:
    """Candidate fields of a heading as (score between 0 and 1, field), best first."""
    key = accounting_heading_key(text)
    if not key or len(key) > 60 or any(word in fold_text(text) for word in _EXCLUDED_WORDS):
        return ()
    if key in _FIELD_BY_HEADING:
        return ((1.0, _FIELD_BY_HEADING[key]),)
    own = set(key.split())
    best: dict[str, float] = {}
    for words, field in _FIELD_BY_HEADING.items():
        parts = set(words.split())
        if len(words) >= 4 and parts <= own:
            best[field] = max(best.get(field, 0.0), 0.6 + 0.3 * len(words) / len(key))
    if key in ("montant", "montant ttc", "mt", "total"):
        best["committed"] = 0.7
    return tuple(sorted(((round(score, 3), field) for field, score in best.items()), key=lambda pair: -pair[0])[:4])
