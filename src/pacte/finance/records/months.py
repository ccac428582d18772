"""Money month by month, and where the pace of commitments leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.finance.records.forecast import ForecastPoint
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class MoneyMonth:
    """Cumulative cents of the pact's fund at the end of ``on``: the last day of a month, or the day of the page.

    ``voted`` is None as long as nothing is voted.
    """

    on: date
    voted: int | None
    committed: int
    ordered: int


@dataclass(frozen=True, slots=True)
class CommitmentPace:
    """What would be committed if the known months went on: cumulative cents at each day, with an interval.

    ``months``: the whole months that the pace is the mean of.
    """

    as_of: date
    months: int
    committed: int
    points: tuple[ForecastPoint, ...]
    level: int

    @property
    def end(self) -> ForecastPoint:
        return self.points[-1]

    @property
    def method(self) -> str:
        return (
            f"Le rythme moyen des {self.months} mois connus est prolongé ; l’intervalle à {self.level} % vient de "
            "l’écart d’un mois à l’autre. Ce qui sera voté d’ici là n’est pas su."
        )


@dataclass(frozen=True, slots=True)
class VoteGap:
    """What an action has committed against what is voted for it, in cents of the pact's fund.

    ``years``: (year, voted, committed) of the budget years that make the gap, the largest part first: more committed
    than voted for an overrun, less for a delay.
    """

    number: ActionCode
    voted: int
    committed: int
    years: tuple[tuple[int, int, int], ...] = ()

    @property
    def is_overrun(self) -> bool:
        return self.committed > self.voted

    @property
    def gap(self) -> int:
        """Cents above the vote, or voted and not committed; always positive."""
        return abs(self.committed - self.voted)
