"""Funders of a training: LHÉO 2.3 codes (table « dict-financeurs ») with labels for users. Pure.

In older files 16 was an OPCA and 17 an OPACIF; these became the bodies that the codes name today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

REGION, EMPLOYMENT_SERVICE, ONESELF = 2, 4, 10

FUNDER_LABELS: Mapping[int, str] = {
    0: "un autre financeur",
    1: "un autre financeur",
    2: "la Région",
    3: "l’Union européenne (Fonds social européen)",
    4: "France Travail",
    5: "l’employeur",
    6: "l’ACSÉ",
    7: "l’Agefiph",
    8: "le Département",
    9: "la commune",
    10: "la personne qui se forme",
    11: "l’État (emploi)",
    12: "l’État (éducation nationale)",
    13: "l’État",
    14: "l’Union européenne",
    15: "une collectivité",
    16: "l’opérateur de compétences (OPCO)",
    17: "Transition Pro",
    18: "LADOM",
    19: "l’État (intérieur)",
    20: "l’OFII",
}
_PUBLIC = frozenset(FUNDER_LABELS) - {0, 1, 5, ONESELF, 16, 17}


def funder_codes(funders: Iterable[Mapping[str, object]]) -> tuple[int, ...]:
    """Distinct funder codes of an action, in order. Invalid codes are skipped."""
    codes = (str(each.get("code", "")) for each in funders)
    return tuple(dict.fromkeys(int(code) for code in codes if code.isdecimal() and int(code) in FUNDER_LABELS))


def funder_names(codes: Iterable[int]) -> str:
    """« la Région, l’Union européenne (Fonds social européen) »."""
    return ", ".join(dict.fromkeys(FUNDER_LABELS[code] for code in codes))


def public_funders(codes: Iterable[int]) -> tuple[int, ...]:
    """Codes of the funders that pay with public money, whoever employs the trainee."""
    return tuple(code for code in codes if code in _PUBLIC)
