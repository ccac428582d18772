"""Figures of a plan that everybody may read, as published once after each quarter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.finance.records.public_totals import PublicMoney


@dataclass(frozen=True, slots=True)
class PublicQuarter:
    """An indicator over one quarter. ``numerator`` None: not published, too few people. A count has no denominator."""

    first: date
    last: date
    numerator: int | None
    denominator: int | None = None

    @property
    def counts(self) -> tuple[int, ...]:
        """Each number of people behind the figure: of a share, also those who are not in it."""
        if self.numerator is None:
            return ()
        if self.denominator is None:
            return (self.numerator,)
        return self.numerator, self.denominator - self.numerator, self.denominator


@dataclass(frozen=True, slots=True)
class PublicCount:
    """An indicator over the quarters of a plan that are settled. ``total`` sums a share, and counts people once.

    ``total`` is None while no quarter is published.
    """

    code: str
    total: PublicQuarter | None
    quarters: tuple[PublicQuarter, ...]


@dataclass(frozen=True, slots=True)
class PublicPlanFigures:
    """``closed_on``: end of the quarter whose money is given. ``known_on``: the day of the publication."""

    plan_code: str
    first_year: int
    last_year: int
    closed_on: date
    known_on: date
    money: PublicMoney
    counts: tuple[PublicCount, ...]

    def count(self, code: str) -> PublicCount | None:
        return next((each for each in self.counts if each.code == code), None)
