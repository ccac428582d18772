"""What pays for a session: plan actions and funds. Places divide between payers; a person counts whole in each. Pure.

A payer is an object of a tally: {"plan": 12, "action": "A.1", "fund": "pact"}; plan and action are null for a line that
names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from pacte.journeys.records.counts import CountFilters

Payer = Mapping[str, Any]
# Between action codes, which have none.
_SEPARATOR = "|"


def payer_filter(filters: CountFilters) -> dict[str, object]:
    """What one payer must be, to be accepted."""
    asked = {"plan": filters.plan_id, "action": filters.action_number, "fund": filters.fund or None}
    return {name: value for name, value in asked.items() if value is not None}


def accepted_payers(payers: Sequence[Payer], asked: Mapping[str, object]) -> list[int]:
    """Ranks of the payers that meet all that is asked."""
    return [rank for rank, payer in enumerate(payers) if all(payer[name] == value for name, value in asked.items())]


def action_set(payers: Iterable[Payer]) -> str:
    """Key of the actions that pay together; "" stands for a payer without action, and for no payer."""
    return _SEPARATOR.join(sorted({payer["action"] or "" for payer in payers}))


def actions_of_set(key: str) -> list[str]:
    return key.split(_SEPARATOR)


def divide_places(count: int, shares: Sequence[int]) -> list[int]:
    """Integers in proportion to the shares, which add up to the count."""
    whole = sum(shares) or 1
    return [
        after - before for before, after in pairwise(count * part // whole for part in accumulate(shares, initial=0))
    ]
