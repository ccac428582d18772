"""What a figure is promised for each of: a kind of place, a period, or a unit that is part of the figure. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.reference.records import ZoneKind


class PerNature(StrEnum):
    """``MEASURE``: « 20 € par session »: a part of the unit, which changes nothing to the progress."""

    NONE = "none"
    PLACE = "place"
    PERIOD = "period"
    MEASURE = "measure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FigurePer:
    """``per`` of a figure, read. ``months``: length of the period. ``one`` and ``many``: the unit in French."""

    nature: PerNature
    zone_kind: ZoneKind | None = None
    months: int = 0
    one: str = ""
    many: str = ""
    is_feminine: bool = False

    @property
    def is_by_unit(self) -> bool:
        """True when each place, or each period, has its own target."""
        return self.nature in (PerNature.PLACE, PerNature.PERIOD)
