"""Ranges of years, printed as one column of a plan: « 2019 », « 2021-2022 »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacte.kernel.errors import ValidationError

_SPAN = re.compile(r"^\s*((?:19|20)\d\d)\s*(?:[-–/à]|au)?\s*((?:19|20)?\d\d)?\s*$")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Whole years, both ends included."""

    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if self.last_year < self.first_year:
            raise ValidationError(
                "period_reversed",
                f"La période {self.first_year}-{self.last_year} finit avant de commencer.",
                hint="Écrivez la première année d'abord, par exemple « 2021-2022 ».",
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Parses « 2019 », « 2021-2022 », « 2021-22 ».

        Raises ``ValidationError`` on any other text or a reversed range.
        """
        match = _SPAN.match(text)
        if not match:
            raise ValidationError(
                "period",
                f"« {text} » n'est pas une période.",
                "Une période est une année ou deux années jointes.",
                "Écrivez par exemple « 2019 » ou « 2021-2022 ».",
            )
        first = int(match[1])
        last = match[2] or match[1]
        return cls(first, int(last) if len(last) == 4 else first // 100 * 100 + int(last))

    @property
    def code(self) -> str:
        """« 2019 » or « 2021-2022 »: the column heading."""
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}-{self.last_year}"

    def covers(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year
