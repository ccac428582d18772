"""How commitments were paid so far, and what that says of a coming day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.finance.records.words import Stage


@dataclass(frozen=True, slots=True)
class PaymentHistory:
    """One commitment: (day, cents) of what was committed (de-commitments negative) and of what left at one stage."""

    committed: tuple[tuple[date, int], ...]
    paid: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TooFew:
    """No forecast: what there is, and what it takes."""

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
    """Cumulative cents at the end of a day, with the interval that holds it ``level`` times out of 100."""

    on: date
    cents: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """``known`` is what had left on ``as_of``. ``beyond``: the points use lags longer than any seen so far."""

    stage: Stage
    as_of: date
    known: int
    points: tuple[ForecastPoint, ...]
    commitments: int
    months: int
    committed: int
    level: int = 80
    beyond: bool = False

    @property
    def method(self) -> str:
        return (
            f"Rythme des {self.commitments} engagements déjà pris, suivis jusqu’à {self.months} mois : part du reste "
            f"à régler qui part chaque mois d’âge. Engagements à venir non comptés ; intervalle à {self.level} %."
        )
