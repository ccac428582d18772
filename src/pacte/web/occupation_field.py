"""The field of the occupation: what its words mean in ROME, read as the field of the commune is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacte.reference.queries import occupation, occupations_like
from pacte.reference.records import Occupation

_CODE = re.compile(r"(?:^|\()([A-N]\d{4})\)?$")
_MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """``code`` is empty when the words are of no occupation. ``others``: near ones, that the words may mean too."""

    typed: str = ""
    code: str = ""
    label: str = ""
    parent_code: str = ""
    others: tuple[Occupation, ...] = ()

    @property
    def said(self) -> str:
        """What the field holds: « Soudage (H2913) », that it reads back as it is."""
        return f"{self.label} ({self.code})" if self.label else self.code or self.typed

    @property
    def codes(self) -> tuple[str, ...]:
        """The code, and that of ROME 3 from which it came: trainings keep the codes of their edition."""
        return tuple(dict.fromkeys(code for code in (self.code, self.parent_code) if code))


def meant(text: str) -> Meant:
    """A code, a label or an appellation, as people type them. A code that ROME does not know is looked for as it is."""
    typed = text.strip()[:120]
    code = _CODE.search(typed.upper())
    if code:
        known = occupation(code[1])
        return _of(typed, known) if known else Meant(typed, code[1])
    found = occupations_like(typed, limit=_MOST_OTHERS + 1) if typed else []
    return _of(typed, *(each.occupation for each in found)) if found else Meant(typed)


def _of(typed: str, first: Occupation, *others: Occupation) -> Meant:
    return Meant(typed, first.code, first.label, first.parent_code, others)
