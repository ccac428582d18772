"""Who buys what: euros by domain and buyer, and where several buyers buy the same thing. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuyerPurchase:
    """Euros that a buyer ordered in a year, for one domain and nature in one department."""

    buyer: str
    domain: str
    nature: str
    department: str
    year: int
    euros: float


@dataclass(frozen=True, slots=True)
class DomainBuyers:
    """``euros``: by buyer. ``shared``: departments where several bought it, in the last year with purchases."""

    domain: str
    euros: Mapping[str, float]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuyerSplit:
    """``buyers`` and ``domains`` by decreasing euros.

    ``shared_by_year``: share of the euros of the year spent where several buyers buy the same thing: one domain, one
    nature and one department.
    """

    buyers: tuple[str, ...]
    domains: tuple[DomainBuyers, ...]
    shared_by_year: tuple[tuple[int, float], ...]

    @property
    def last_year(self) -> int:
        return self.shared_by_year[-1][0]

    def total(self, buyer: str) -> float:
        return sum(each.euros.get(buyer, 0) for each in self.domains)


_Cell = tuple[int, str, str, str]


def buyer_split(purchases: Iterable[BuyerPurchase]) -> BuyerSplit | None:
    """None without purchases."""
    bought = [each for each in purchases if each.euros > 0]
    if not bought:
        return None
    euros: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    by_buyer: dict[str, float] = defaultdict(float)
    cells: dict[_Cell, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for each in bought:
        euros[each.domain][each.buyer] += each.euros
        by_buyer[each.buyer] += each.euros
        cells[each.year, each.domain, each.nature, each.department][each.buyer] += each.euros
    shared = {cell for cell, buyers in cells.items() if len(buyers) > 1}
    last = max(each.year for each in bought)
    return BuyerSplit(
        buyers=tuple(sorted(by_buyer, key=lambda buyer: (-by_buyer[buyer], buyer))),
        domains=tuple(
            DomainBuyers(
                domain,
                dict(euros[domain]),
                tuple(sorted({where for year, what, _, where in shared if (year, what) == (last, domain)})),
            )
            for domain in sorted(euros, key=lambda domain: (-sum(euros[domain].values()), domain))
        ),
        shared_by_year=tuple(
            (year, _share_of_year(year, cells, shared)) for year in sorted({each.year for each in bought})
        ),
    )


def _share_of_year(year: int, cells: Mapping[_Cell, Mapping[str, float]], shared: set[_Cell]) -> float:
    euros = {cell: sum(buyers.values()) for cell, buyers in cells.items() if cell[0] == year}
    return sum(each for cell, each in euros.items() if cell in shared) / sum(euros.values())
