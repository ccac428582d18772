"""What was bought, by domain × nature × territory × year: the evidence that purchases change. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

DIMENSIONS = ("domain_code", "nature", "department_code", "year")


@dataclass(frozen=True, slots=True)
class Purchase:
    """What one order bought of one session, net of corrections. ``places`` keep those lost; losses are beside."""

    order_id: int
    session_id: int
    domain_code: str
    nature: str
    department_code: str
    year: int
    fund: str
    buyer_id: int
    places: int
    hours: int
    cents: int
    places_lost: int
    hours_lost: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of the table: a value for each dimension kept (« » for those summed over), and the sums."""

    domain_code: str = ""
    nature: str = ""
    department_code: str = ""
    year: int = 0
    sessions: int = 0
    places: int = 0
    hours: int = 0
    cents: int = 0
    places_lost: int = 0
    hours_lost: int = 0

    @property
    def cents_an_hour(self) -> int | None:
        """Price of the trainee hour ordered; None when no hour was."""
        return round(self.cents / self.hours) if self.hours else None


def table(purchases: Iterable[Purchase], by: Iterable[str]) -> list[Cell]:
    """Sums over the purchases, one line for each combination of the dimensions in ``by``. Any total adds up to all."""
    kept = tuple(by)
    unknown = set(kept) - set(DIMENSIONS)
    if unknown:
        raise ValueError(f"unknown dimensions: {sorted(unknown)}")
    groups: dict[tuple[object, ...], list[Purchase]] = defaultdict(list)
    for each in purchases:
        groups[tuple(getattr(each, name) for name in kept)].append(each)
    return [_cell(dict(zip(kept, key, strict=True)), groups[key]) for key in sorted(groups, key=repr)]


def change(before: Cell, after: Cell) -> Cell:
    """What a year added to the one before, sum by sum."""
    sums = ("sessions", "places", "hours", "cents", "places_lost", "hours_lost")
    return replace(after, **{name: getattr(after, name) - getattr(before, name) for name in sums})


def _cell(values: dict[str, object], purchases: list[Purchase]) -> Cell:
    return Cell(
        **values,  # type: ignore[arg-type]
        sessions=len({each.session_id for each in purchases}),
        places=sum(each.places for each in purchases),
        hours=sum(each.hours for each in purchases),
        cents=sum(each.cents for each in purchases),
        places_lost=sum(each.places_lost for each in purchases),
        hours_lost=sum(each.hours_lost for each in purchases),
    )
