"""Shape of ``money.yaml``: shares of the envelopes by year, from which the amounts are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class MoneyShares:
    """Shares are fractions of the envelope of an axis; ``own_effort_2017`` is in euros, by rank of the axis.

    ``staff``: full-time equivalents by action; ``invested``: the actions that have an investment section.
    """

    committed: dict[int, float]
    labels: tuple[str, ...]
    voted: dict[int, float]
    voted_on_axis: float
    paid_of_voted: float
    own_effort_2017: tuple[int, ...]
    effort_factor: dict[int, float]
    staff: dict[ActionCode, Decimal]
    invested: tuple[ActionCode, ...]


def money_shares() -> MoneyShares:
    return read_story("money", MoneyShares)
