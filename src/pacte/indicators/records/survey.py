"""Input of missing indicators and surveys, and estimates with their margin. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class GapInput:
    """A figure that the plan needs and no source provides."""

    label: str
    needed_for: str
    owed_by: str
    action_number: ActionCode | None = None
    indicator_code: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class SurveyInput:
    title: str
    population: str
    questionnaire: str
    method: str = ""
    sample_size: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    supplier: str = ""
    order_reference: str = ""
    cost_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum of the population: size, respondents, and yes answers."""

    label: str
    population: int
    respondents: int
    yes: int

    @property
    def weight(self) -> Decimal:
        """How many people each answer represents."""
        return Decimal(self.population) / self.respondents


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of the population in per cent. ``margin``: half of the 95 % interval, in points; None when all agree."""

    value: Decimal
    margin: Decimal | None
    population: int
    respondents: int
    unweighted: Decimal
