"""Parses the rule of a public, text that can be computed: « moins de 30 ans ; femmes »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacte.kernel.french import fold_text

RULE_EXAMPLE = "moins de 30 ans ; niveau inférieur à 4 ; femmes"
_UNDER = re.compile(r"moins de (\d{1,3}) ans")
_FROM = re.compile(r"(\d{1,3}) ans (?:et|ou) plus")
_LEVEL = re.compile(r"niveau inferieur a ([1-8])")
_SEXES = {"femmes": "f", "hommes": "m"}


@dataclass(frozen=True, slots=True)
class PublicCriteria:
    """Criteria of a public, all required; None and "" do not restrict. ``level_under``: highest diploma."""

    age_from: int | None = None
    age_under: int | None = None
    level_under: int | None = None
    sex: str = ""


def parse_public_rule(rule: str) -> PublicCriteria | None:
    """Parse a rule. Return None when a condition cannot be computed, or when there is none."""
    parts = [part for part in (fold_text(each) for each in re.split("[;,]", rule)) if part]
    criteria: dict[str, int | str] = {}
    for part in parts:
        condition = _parse_condition(part)
        # With a duplicate condition, one would silently win.
        if condition is None or condition[0] in criteria:
            return None
        criteria[condition[0]] = condition[1]
    return PublicCriteria(**criteria) if criteria else None  # type: ignore[arg-type]


def _parse_condition(part: str) -> tuple[str, int | str] | None:
    if part in _SEXES:
        return "sex", _SEXES[part]
    for name, pattern in (("age_under", _UNDER), ("age_from", _FROM), ("level_under", _LEVEL)):
        match = pattern.fullmatch(part)
        if match:
            return name, int(match[1])
    return None
