"""Which milestones are late, and which others they threaten. Nobody types it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pacte.steering.records import MilestoneState

_OVER = (MilestoneState.DONE, MilestoneState.DROPPED)


class MilestoneFact(NamedTuple):
    """What the rules need of a milestone. ``after``: identifiers of those that must be reached before it.

    A desk weighs over a thousand of them for each page: a tuple is made three times as fast as a dataclass.
    """

    identifier: int
    due_on: date
    done_on: date | None = None
    dropped_on: date | None = None
    after: frozenset[int] = frozenset()


class Standing(NamedTuple):
    """``chain``: from the nearest predecessor to the one that is late, or dated after its follower."""

    state: MilestoneState
    days_late: int = 0
    chain: tuple[int, ...] = ()
    holds_up: int = 0


_PLAIN = {state: Standing(state) for state in MilestoneState}


def standings(facts: Iterable[MilestoneFact], on: date) -> dict[int, Standing]:
    """How each milestone stands on that day. What was done or dropped after that day had not happened yet."""
    known = {fact.identifier: fact for fact in facts}
    own = {identifier: _alone(fact, on) for identifier, fact in known.items()}
    living = {identifier: known[identifier] for identifier, state in own.items() if state not in _OVER}
    waiting = _followers(living)
    threats = _threats(living, own, waiting)
    found = {}
    for identifier, fact in known.items():
        state, chain = own[identifier], threats.get(identifier, ())
        held = len(_reached(identifier, waiting)) if identifier in waiting else 0
        if state is MilestoneState.LATE:
            found[identifier] = Standing(state, (on - fact.due_on).days, (), held)
        elif state is MilestoneState.COMING and chain:
            found[identifier] = Standing(MilestoneState.THREATENED, 0, chain, held)
        else:
            found[identifier] = _PLAIN[state]
    return found


def closes_a_circle(after: Mapping[int, Iterable[int]], identifier: int, before: int) -> bool:
    """True when ``identifier`` cannot wait for ``before``, which already waits for it (or is it)."""
    return identifier == before or identifier in _reached(before, after)


def _alone(fact: MilestoneFact, on: date) -> MilestoneState:
    if fact.dropped_on and fact.dropped_on <= on:
        return MilestoneState.DROPPED
    if fact.done_on and fact.done_on <= on:
        return MilestoneState.DONE
    return MilestoneState.LATE if fact.due_on < on else MilestoneState.COMING


def _threats(
    living: Mapping[int, MilestoneFact], own: Mapping[int, MilestoneState], followers: Mapping[int, set[int]]
) -> dict[int, tuple[int, ...]]:
    """The shortest chain to a cause, for each milestone that has one: causes first, then who waits for them."""
    chains: dict[int, tuple[int, ...]] = {}
    fresh = []
    for identifier in sorted(set().union(*followers.values())):
        fact = living[identifier]
        for before in sorted(fact.after):
            if before in living and _is_cause(living[before], own[before], fact):
                chains[identifier] = (before,)
                fresh.append(identifier)
                break
    while fresh:
        late, fresh = fresh, []
        for before in late:
            for identifier in sorted(followers.get(before, ())):
                if identifier not in chains:
                    chains[identifier] = (before, *chains[before])
                    fresh.append(identifier)
    return chains


def _is_cause(before: MilestoneFact, state: MilestoneState, fact: MilestoneFact) -> bool:
    return state is MilestoneState.LATE or before.due_on > fact.due_on


def _followers(living: Mapping[int, MilestoneFact]) -> dict[int, set[int]]:
    """Who still waits for whom."""
    found: dict[int, set[int]] = {}
    for identifier, fact in living.items():
        for before in fact.after:
            if before in living:
                found.setdefault(before, set()).add(identifier)
    return found


def _reached(start: int, links: Mapping[int, Iterable[int]]) -> set[int]:
    """All that can be reached from ``start``, which is in it only when it stands on a circle."""
    seen: set[int] = set()
    waiting = list(links.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += links.get(one, ())
    return seen
