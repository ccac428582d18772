"""Which effects may be shown to readers without small counts: decided once a night, the same for all of them. Pure.

What they know besides: which sessions are in which arm, the places that were bought, every effect shown before, and the
tables of journeys by year, department, provider, lot and action. Nothing of these may leave fewer than eleven people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pacte.evaluation.records import SessionShare

MIN_PEOPLE = 11


@dataclass(frozen=True, slots=True)
class TableCell:
    """Sessions of one row of a table that these readers read, and the people of each."""

    people: Mapping[int, int]


def may_be_shown(
    arms: Collection[Sequence[SessionShare]],
    shown_arms: Collection[Sequence[SessionShare]],
    cells: Collection[TableCell],
) -> bool:
    """True when no arm is small, nor what tells it from an arm that was shown, nor what it leaves of a table.

    ``shown_arms``: every arm shown so far for the same outcome, whatever the experiment: who attaches one session, or
    opens a second experiment with one session more, would else read that session by difference.
    """
    return (
        all(_is_large(arm) for arm in arms)
        and all(is_large_change(shown, arm) for shown in shown_arms for arm in arms)
        and all(_leaves_enough(cell, {each.session_id for each in arm}) for cell in cells for arm in arms)
    )


def is_large_change(before: Sequence[SessionShare], after: Sequence[SessionShare]) -> bool:
    """True when what came, what left and what moved within the sessions of both are each large, or nil."""
    earlier, later = ({each.session_id: each for each in arm} for arm in (before, after))
    came = [each for key, each in later.items() if key not in earlier]
    left = [each for key, each in earlier.items() if key not in later]
    moved = [_net_change(earlier, later)]
    return all(_is_large(part) for part in (came, left, moved) if any(each.total for each in part))


def _net_change(earlier: Mapping[int, SessionShare], later: Mapping[int, SessionShare]) -> SessionShare:
    """How many more or fewer people of the sessions of both have the outcome, and have it not: what two sums tell."""
    both = earlier.keys() & later.keys()
    reached = abs(sum(later[key].reached - earlier[key].reached for key in both))
    rest = abs(sum(_without(later[key]) - _without(earlier[key]) for key in both))
    return SessionShare(0, reached, reached + rest)


def _without(share: SessionShare) -> int:
    return share.total - share.reached


def _is_large(sessions: Sequence[SessionShare]) -> bool:
    """Enough with the outcome, and enough without."""
    return min(sum(each.reached for each in sessions), sum(map(_without, sessions))) >= MIN_PEOPLE


def _leaves_enough(cell: TableCell, attached: Collection[int]) -> bool:
    """False when the row less the arm leaves a few people."""
    if not any(session_id in attached for session_id in cell.people):
        return True
    rest = sum(people for session_id, people in cell.people.items() if session_id not in attached)
    return not 0 < rest < MIN_PEOPLE
