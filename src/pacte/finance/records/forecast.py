"""Payment history of commitments, and the resulting forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.finance.records.enums import MoneyStage


@dataclass(frozen=True, slots=True)
class PaymentHistory:
    """One commitment: (day, cents) of committed amounts (de-commitments are negative) and of payments at one stage."""

    committed: tuple[tuple[date, int], ...]
    paid: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class InsufficientHistory:
    """No forecast: the available history, and the history required."""

    commitments: int
    months: int
    needed_commitments: int
    needed_months: int

    @property
    def sentence(self) -> str:
        return (
            f"Trop peu de données : {self.commitments} engagements suivis sur {self.months} mois ; "
            f"il en faut {self.needed_commitments} sur {self.needed_months} mois."
        )


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    """Cumulative cents at the end of a day, with an interval at the confidence level of the forecast."""

    on: date
    cents: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Forecast of payments.

    ``already_paid`` is the amount paid at ``as_of``. ``is_extrapolated``: some points use lags longer than any
    observed.
    """

    stage: MoneyStage
    as_of: date
    already_paid: int
    points: tuple[ForecastPoint, ...]
    commitments: int
    months: int
    committed: int
    level: int = 80
    is_extrapolated: bool = False

    @property
    def method(self) -> str:
        return (
            f"Rythme des {self.commitments} engagements déjà pris, suivis jusqu’à {self.months} mois : part du reste "
            f"à régler qui part chaque mois d’âge. Engagements à venir non comptés ; intervalle à {self.level} %."
        )
