"""French formatting of numbers and dates, and accent-insensitive text for sorting and search.

The embedded PostgreSQL has no ICU: 'é' sorts after 'z' there, so lists are sorted in Python on ``fold_text``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

NARROW_SPACE = "\u202f"
_INSIDE = re.compile(r"(?<=«) | (?=[»;:?!%€])")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "’": "'"})


def number(value: Decimal | float, places: int = 0) -> str:
    """« 1 234,5 », with narrow no-break spaces between thousands."""
    return f"{value:,.{places}f}".replace(",", NARROW_SPACE).replace(".", ",").replace("-", "−")


def percent(fraction: Decimal | float, places: int = 1) -> str:
    """« 41,0 % » from a fraction between 0 and 1."""
    return f"{number(Decimal(str(fraction)) * 100, places)}{NARROW_SPACE}%"


def day(on: date) -> str:
    """« 1ᵉʳ mars 2021 », « 24 novembre 2020 », with no-break spaces."""
    first = "1ᵉʳ" if on.day == 1 else str(on.day)
    return f"{first}\u00a0{_MONTHS[on.month - 1]}\u00a0{on.year}"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """Count and noun: « 0 action », « 1 action », « 2 actions »."""
    word = singular if abs(count) < 2 else (many or f"{singular}s")
    return f"{number(count)}\u00a0{word}"


def plain(text: str) -> str:
    """Folds text for comparison: lower case, no accents, no ligatures, single spaces.

    « Étoile d'Œuvre » gives « etoile d'oeuvre ».
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare).strip().casefold()


def plain_letters(text: str) -> str:
    """ASCII text for SMS, case unchanged: « L’été à Bœuf » gives « L'ete a Boeuf »."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return " ".join("".join(sign for sign in decomposed if sign.isascii()).split())


def typeset(text: str) -> str:
    """Uses narrow no-break spaces where French typography requires them: inside « » and before ; : ? ! % €."""
    return _INSIDE.sub(NARROW_SPACE, text)
