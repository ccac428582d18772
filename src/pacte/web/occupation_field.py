"""Occupation field: resolves typed text to a ROME occupation, as the municipality field does for places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacte.reference.queries import occupation_by_code, search_occupations
from pacte.reference.records import Occupation

_CODE = re.compile(r"(?:^|\()([A-N]\d{4})\)?$")
_MAX_OTHERS = 3


@dataclass(frozen=True, slots=True)
class OccupationFieldValue:
    """``code`` is empty when no occupation matches. ``others`` are close candidates."""

    typed: str = ""
    code: str = ""
    label: str = ""
    parent_code: str = ""
    others: tuple[Occupation, ...] = ()

    @property
    def field_value(self) -> str:
        """Value of the field: « Soudage (H2913) », which can be parsed again."""
        return f"{self.label} ({self.code})" if self.label else self.code or self.typed

    @property
    def codes(self) -> tuple[str, ...]:
        """The code, and the ROME 3 code from which it comes: trainings keep the codes of their edition."""
        return tuple(dict.fromkeys(code for code in (self.code, self.parent_code) if code))


def resolve_occupation(text: str) -> OccupationFieldValue:
    """Resolves a code, a label or an appellation. A code unknown to ROME is searched as it is."""
    typed = text.strip()[:120]
    code = _CODE.search(typed.upper())
    if code:
        known = occupation_by_code(code[1])
        return _field_value_of(typed, known) if known else OccupationFieldValue(typed, code[1])
    candidates = search_occupations(typed, limit=_MAX_OTHERS + 1) if typed else []
    return (
        _field_value_of(typed, *(each.occupation for each in candidates)) if candidates else OccupationFieldValue(typed)
    )


def _field_value_of(typed: str, first: Occupation, *others: Occupation) -> OccupationFieldValue:
    return OccupationFieldValue(typed, first.code, first.label, first.parent_code, others)
