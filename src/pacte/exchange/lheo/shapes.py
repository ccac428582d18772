"""Shapes that the norm describes in prose and its published schema omits. Regular expressions of XML Schema, equivalent
in Python (full match). Pure."""

from __future__ import annotations

from typing import Final

_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = (
    "((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])|(0[469]|11)(0[1-9]|[12][0-9]|30)|02(0[1-9]|1[0-9]|2[0-8])"
    f"|{_MONTH}00|0000)"
)
_LEAP: Final = "((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)0229"
DATE: Final = f"00000000|99999999|(19|20|21)[0-9]{{2}}{_DAY}|{_LEAP}"
"""A day, a month (AAAAMM00), a year (AAAA0000), or one of the two codes for an unknown date."""

VERSION: Final = r"V[0-9]{1,2}(\.[0-9]{1,2})?"
ATTRIBUTES: Final = {"datecrea": DATE, "datemaj": DATE}
IDENTIFIER_ATTRIBUTES: Final = frozenset({"id", "idref"})
"""Duplicates in a file cannot be detected one training at a time."""

OBSOLETE: Final = frozenset({("AIS", "1"), ("financeurs", "1")})

MEANINGFUL_TEXTS: Final = frozenset(
    {
        "intitule-formation",
        "objectif-formation",
        "resultats-attendus",
        "contenu-formation",
        "rythme-formation",
        "modalites-alternance",
        "conditions-specifiques",
        "raison-sociale",
    }
)
"""A single character (« - », « . ») means that they are empty."""

_RNCP: Final = "(RNCP)?[0-9]{1,6}"
_RS: Final = "RS[0-9]{1,6}"
_FORMACODE: Final = "[0-9]{5}"
_HOUR: Final = "([01]?[0-9]|2[0-3])h([0-5][0-9])?"
PRICE: Final = "[0-9]+([.,][0-9]{1,2})?"
TEXT_SHAPES: Final = {
    "SIRET": "[0-9]{14}",
    "numero-activite": "[0-9]{2}[0-9][0-9AB][0-9]{7}",
    "code-FORMACODE": _FORMACODE,
    "code-public-vise": _FORMACODE,
    "code-modalite-pedagogique": _FORMACODE,
    "reference-code-FORMACODE": _FORMACODE,
    "code-NSF": "[1-4][0-9]{2}",
    "code-ROME": "[A-N][0-9]{4}",
    "code-RNCP": _RNCP,
    "reference-code-RNCP": _RNCP,
    "code-RS": _RS,
    "reference-code-RS": _RS,
    "code-CERTIFINFO": "[0-9]{1,10}",
    "reference-code-CERTIFINFO": "[0-9]{1,10}",
    "code-bloc": "RNCP[0-9]{1,6}BC[0-9]{1,4}",
    "heure-debut": _HOUR,
    "heure-fin": _HOUR,
    "prix-horaire-TTC": PRICE,
    "prix-total-TTC": PRICE,
    "departement": "0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-9]|98[4-9]",
    "region": "[0-9]{2}",
    "code-INSEE-commune": "[0-9][0-9AB][0-9]{3}",
    "pays": "[A-Z]{2}",
    "langue-formation": "[A-Za-z]{2}",
    "latitude": "|-?([0-8]?[0-9]([.][0-9]+)?|90([.]0+)?)",
    "longitude": "|-?((1[0-7][0-9]|[0-9]{1,2})([.][0-9]+)?|180([.]0+)?)",
    "codepostal": "[0-9]{5}",
    "code-UAI": "[0-9]{7}[A-Z]",
    "urlweb": "(https?://)?[^ /:]+[.][^ ]+",
    "courriel": "[^@ ]+@[^@ ]+",
}
ADVISED_SHAPES: Final = frozenset(
    {
        "numero-activite",
        "departement",
        "region",
        "code-INSEE-commune",
        "pays",
        "langue-formation",
        "latitude",
        "longitude",
        "codepostal",
        "code-UAI",
        "urlweb",
        "courriel",
        "code-CERTIFINFO",
        "reference-code-CERTIFINFO",
    }
)
"""Useful shapes that the norm does not require: a mismatch is only advice."""
