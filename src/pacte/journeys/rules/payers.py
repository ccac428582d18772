"""What pays for a session: plan actions and funds. Places divide between payers; a person counts whole in each. Pure.

A payer is an object of a tally: {"plan": 12, "action": "A.1", "fund": "pact"}; plan and action are null for a line that
names none. A session without a line has one payer, without plan and action, whose fund is "".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from pacte.journeys.records.counts import PLACES, CountFilters

Payer = Mapping[str, Any]
Places = Mapping[str, int]
# Between action codes, which have none.
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class DividedPlaces:
    """Places of one session that several payers divide, for a question that accepts some of them.

    ``actions``: key of the set of their actions; ``left_out``: places of the other payers.
    """

    actions: str
    by_action: Mapping[str, Places]
    left_out: Places


def payer_filter(filters: CountFilters) -> dict[str, object]:
    """What one payer must be, to be accepted."""
    wanted = {"plan": filters.plan_id, "action": filters.action_number, "fund": filters.fund or None}
    return {name: value for name, value in wanted.items() if value is not None}


def accepted_payers(payers: Sequence[Payer], wanted: Mapping[str, object]) -> list[int]:
    """Ranks of the payers that are all that is wanted."""
    return [rank for rank, payer in enumerate(payers) if all(payer[name] == value for name, value in wanted.items())]


def action_set(payers: Iterable[Payer]) -> str:
    """Key of the actions that pay together; "" stands for a payer without action."""
    return _SEPARATOR.join(sorted({payer["action"] or "" for payer in payers}))


def actions_of_set(key: str) -> list[str]:
    return key.split(_SEPARATOR)


def divide_places(count: int, shares: Sequence[int]) -> list[int]:
    """Integers in proportion to the shares, which add up to the count."""
    whole = sum(shares) or 1
    return [
        after - before for before, after in pairwise(count * part // whole for part in accumulate(shares, initial=0))
    ]


def divided_places(tally: Mapping[str, Any], wanted: Mapping[str, object]) -> DividedPlaces:
    """``tally``: places of a session, its payers and their shares."""
    ranks = accepted_payers(tally["payers"], wanted)
    parts = {name: divide_places(tally[name], tally["shares"]) for name in PLACES}
    by_action: dict[str, Counter[str]] = defaultdict(Counter)
    for rank in ranks:
        by_action[tally["payers"][rank]["action"] or ""].update({name: parts[name][rank] for name in PLACES})
    return DividedPlaces(
        actions=action_set(tally["payers"][rank] for rank in ranks),
        by_action=by_action,
        left_out={name: tally[name] - sum(places[name] for places in by_action.values()) for name in PLACES},
    )
