"""Euros ordered by category and year, and the share that changed category between years. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pacte.indicators.records import IndicatorAnswer


@dataclass(frozen=True, slots=True)
class PurchaseSpread:
    """``euros``: category code → year → euros; ``labels``: labels of the categories known in the facts."""

    euros: dict[str, dict[str, Fraction]]
    labels: dict[str, str]

    @property
    def years(self) -> tuple[str, ...]:
        return tuple(sorted({year for by_year in self.euros.values() for year in by_year}))

    def total(self, year: str) -> Fraction:
        return sum((by_year.get(year, Fraction(0)) for by_year in self.euros.values()), Fraction(0))

    def share(self, code: str, year: str) -> Fraction | None:
        """None in a year without purchases."""
        total = self.total(year)
        return self.euros[code].get(year, Fraction(0)) / total if total else None

    def yearly_shifts(self) -> tuple[tuple[str, str, Fraction], ...]:
        """Between successive years with purchases: the share of the total that shifted between categories."""
        known = [year for year in self.years if self.total(year) > 0]
        return tuple((before, after, self._shift(before, after)) for before, after in pairwise(known))

    def _shift(self, before: str, after: str) -> Fraction:
        gaps = ((self.share(code, after) or 0) - (self.share(code, before) or 0) for code in self.euros)
        return sum((abs(Fraction(gap)) for gap in gaps), Fraction(0)) / 2

    def ranked(self) -> list[str]:
        """Categories by decreasing total amount."""
        return sorted(self.euros, key=lambda code: (-sum(self.euros[code].values()), code))


def purchase_spread(answer: IndicatorAnswer) -> PurchaseSpread:
    """From an answer split by category, then by year."""
    euros: dict[str, dict[str, Fraction]] = defaultdict(dict)
    labels: dict[str, str] = {}
    for row in answer.rows:
        if len(row.keys) == 2 and row.value.numerator is not None:
            (_, code, label), (_, year, _) = row.keys
            euros[code][year] = Fraction(row.value.numerator)
            labels[code] = label
    return PurchaseSpread(dict(euros), labels)


def side_spread(answer: IndicatorAnswer) -> PurchaseSpread:
    """From an answer split by year: its side counts are the categories, under their own names."""
    euros: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in answer.rows:
        if row.keys:
            for name, count in row.value.side_counts:
                euros[name][row.keys[0][1]] = Fraction(count or 0)
    return PurchaseSpread(dict(euros), {name: name for name in euros})
