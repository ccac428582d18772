"""French formatting of numbers and dates, and accent-insensitive text for sorting and search.

The embedded PostgreSQL has no ICU: 'é' sorts after 'z' there, so lists are sorted in Python on ``fold_text``, or in the
database on ``infra.folded_text`` when they are read page by page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pacte.kernel.clock import PARIS

NARROW_SPACE = "\u202f"
_NARROW_SPACE_SPOTS = re.compile(r"(?<=«) | (?=[»;:?!%€])")
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
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_NINE_MONTHS = 270
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "’": "'"})


def format_number(value: Decimal | float, decimals: int = 0) -> str:
    """« 1 234,5 », with narrow no-break spaces between thousands."""
    return f"{value:,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",").replace("-", "−")


def format_signed(value: Decimal | float, decimals: int = 0) -> str:
    """« +15 », « −1 », « 0 »."""
    return f"{'+' if value > 0 else ''}{format_number(value, decimals)}"


def format_percent(fraction: Decimal | float, decimals: int = 1) -> str:
    """« 41,0 % » from a fraction between 0 and 1."""
    return f"{format_number(Decimal(str(fraction)) * 100, decimals)}{NARROW_SPACE}%"


def format_day(on: date) -> str:
    """« 1ᵉʳ mars 2021 », « 24 novembre 2020 », with no-break spaces."""
    day_of_month = "1ᵉʳ" if on.day == 1 else str(on.day)
    return f"{day_of_month}\u00a0{_MONTHS[on.month - 1]}\u00a0{on.year}"


def format_moment(at: datetime) -> str:
    """« 24 novembre 2026, 9 h 05 », Paris time."""
    paris_time = at.astimezone(PARIS)
    return f"{format_day(paris_time.date())}, {paris_time.hour}\u00a0h\u00a0{paris_time.minute:02}"


def format_short_day(on: date, today: date) -> str:
    """« 11 janv. », with the year when it is not this one or the day is more than nine months away."""
    day_of_month = "1ᵉʳ" if on.day == 1 else str(on.day)
    year = "" if abs((on - today).days) < _NINE_MONTHS else f"\u00a0{on.year}"
    return f"{day_of_month}\u00a0{SHORT_MONTHS[on.month - 1]}{year}"


def pluralise(count: int, singular: str, plural_form: str | None = None) -> str:
    """Count and noun: « 0 action », « 1 action », « 2 actions »."""
    word = singular if abs(count) < 2 else (plural_form or f"{singular}s")
    return f"{format_number(count)}\u00a0{word}"


def join_words(words: Sequence[str]) -> str:
    """« A », « A et B », « A, B et C »; "" for none."""
    return " et ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def fold_text(text: str) -> str:
    """Folds text for comparison: lower case, no accents, no ligatures, single spaces.

    « Étoile d'Œuvre » gives « etoile d'oeuvre ».
    """
    if text.isascii():
        return " ".join(text.split()).casefold()
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    without_accents = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", without_accents).strip().casefold()


def to_ascii(text: str) -> str:
    """ASCII text for SMS, case unchanged: « L’été à Bœuf » gives « L'ete a Boeuf »."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return " ".join("".join(char for char in decomposed if char.isascii()).split())


def apply_french_spacing(text: str) -> str:
    """Uses narrow no-break spaces where French typography requires them: inside « » and before ; : ? ! % €."""
    return _NARROW_SPACE_SPOTS.sub(NARROW_SPACE, text)
