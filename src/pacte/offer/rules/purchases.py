"""Purchases by domain × nature × territory × buyer × year, to show how they change. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

DIMENSIONS = ("domain_code", "nature", "department_code", "buyer_id", "year")


@dataclass(frozen=True, slots=True)
class Purchase:
    """Purchase of one session by one order, net of corrections. ``places`` includes lost places."""

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
class PurchaseTotals:
    """A group of purchases: its dimension values (empty for dimensions summed over) and its totals."""

    domain_code: str = ""
    nature: str = ""
    department_code: str = ""
    buyer_id: int = 0
    year: int = 0
    sessions: int = 0
    places: int = 0
    hours: int = 0
    cents: int = 0
    places_lost: int = 0
    hours_lost: int = 0

    @property
    def cents_per_hour(self) -> int | None:
        """Average price of an ordered trainee hour; None without hours."""
        return round(self.cents / self.hours) if self.hours else None


def aggregate_purchases(purchases: Iterable[Purchase], by: Iterable[str]) -> list[PurchaseTotals]:
    """Sum the purchases by combination of the dimensions in ``by``. Each purchase is in exactly one group."""
    dimensions = tuple(by)
    unknown = set(dimensions) - set(DIMENSIONS)
    if unknown:
        raise ValueError(f"unknown dimensions: {sorted(unknown)}")
    groups: dict[tuple[object, ...], list[Purchase]] = defaultdict(list)
    for each in purchases:
        groups[tuple(getattr(each, name) for name in dimensions)].append(each)
    return [_totals(dict(zip(dimensions, key, strict=True)), groups[key]) for key in sorted(groups, key=repr)]


def _totals(values: dict[str, object], purchases: list[Purchase]) -> PurchaseTotals:
    return PurchaseTotals(
        **values,  # type: ignore[arg-type]
        sessions=len({each.session_id for each in purchases}),
        places=sum(each.places for each in purchases),
        hours=sum(each.hours for each in purchases),
        cents=sum(each.cents for each in purchases),
        places_lost=sum(each.places_lost for each in purchases),
        hours_lost=sum(each.hours_lost for each in purchases),
    )
