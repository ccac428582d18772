"""Parses the rule of a public, text that can be computed: « moins de 30 ans ; femmes »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacte.kernel.french import fold_text

EXAMPLE = "moins de 30 ans ; niveau inférieur à 4 ; femmes"
_UNDER = re.compile(r"moins de (\d{1,3}) ans")
_FROM = re.compile(r"(\d{1,3}) ans (?:et|ou) plus")
_LEVEL = re.compile(r"niveau inferieur a ([1-8])")
_SEXES = {"femmes": "f", "hommes": "m"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Criteria of a public, all required; None and "" do not restrict. ``level_under``: highest diploma."""

    age_from: int | None = None
    age_under: int | None = None
    level_under: int | None = None
    sex: str = ""


def bounds_of(rule: str) -> Bounds | None:
    """Parse a rule. Return None when a condition cannot be computed, or when there is none."""
    parts = [part for part in (fold_text(each) for each in re.split("[;,]", rule)) if part]
    found: dict[str, int | str] = {}
    for part in parts:
        read = _read(part)
        # With a duplicate condition, one would silently win.
        if read is None or read[0] in found:
            return None
        found[read[0]] = read[1]
    return Bounds(**found) if found else None  # type: ignore[arg-type]


def _read(part: str) -> tuple[str, int | str] | None:
    if part in _SEXES:
        return "sex", _SEXES[part]
    for name, pattern in (("age_under", _UNDER), ("age_from", _FROM), ("level_under", _LEVEL)):
        match = pattern.fullmatch(part)
        if match:
            return name, int(match[1])
    return None
