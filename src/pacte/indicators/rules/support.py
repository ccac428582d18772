"""A difference in differences: what moved where providers were supported, less what moved beside. Pure.

Comparable people have the same domain, entered in the same weeks, and were trained in the departments of the provider
when three other providers at least are there before and after; else in the region. They weigh as the trainees of the
supported providers do. Providers were supported, not people, and the people of a provider resemble each other: the
interval is that of sums by provider (Liang and Zeger, 1986), with Student's quantile since providers are few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, sqrt

from pacte.indicators.records.support import ComparedPeople, SupportComparison, SupportSide
from pacte.indicators.rules.disclosure import THRESHOLD
from pacte.indicators.rules.student import student_quantile

MIN_PROVIDERS = 3
"""Below, on either side, a provider would read the figures of another."""
CAUSE_PROVIDERS = 10
"""Below, nobody may read a cause in the difference."""
TOO_FEW_SUPPORTED = (
    f"pas encore comparable : il faut {MIN_PROVIDERS} organismes accompagnés dont des stagiaires, entrés avant et "
    "après l’accord de leur plan, ont fini leur formation"
)
TOO_FEW_OTHERS = (
    f"pas comparable : il faut, à côté, {MIN_PROVIDERS} organismes sans plan dans le même domaine, avant et après"
)
TOO_FEW_PEOPLE = "masqué : une des quatre parts compte trop peu de personnes pour être montrée sans les désigner"
_PERIODS = (False, True)
_TEN = 10


@dataclass(slots=True)
class _Group:
    """Trainees of one supported body in one domain, and comparable ones, by period and provider."""

    body: int
    domain: str
    own: dict[bool, dict[int, tuple[int, int]]] = field(default_factory=dict)
    others: dict[bool, dict[int, tuple[int, int]]] = field(default_factory=dict)


def support_comparison(rows: Iterable[ComparedPeople]) -> SupportComparison | str:
    """Returns the comparison, or what is missing for one, in French."""
    by_training: dict[tuple[int, str], list[ComparedPeople]] = defaultdict(list)
    for each in rows:
        if each.people:
            by_training[each.body, each.domain].append(each)
    whole = [each for each in map(_group, by_training.values()) if all(each.own[period] for period in _PERIODS)]
    if len({each.body for each in whole}) < MIN_PROVIDERS:
        return TOO_FEW_SUPPORTED
    groups = [each for each in whole if _has_enough(each.others)]
    bodies = {each.body for each in groups}
    if len(bodies) < MIN_PROVIDERS:
        return TOO_FEW_OTHERS
    sides = [
        *(_own_side(groups, is_after=period) for period in _PERIODS),
        *(_side_of_others(groups, is_after=period) for period in _PERIODS),
    ]
    if any(side is None for side in sides):
        return TOO_FEW_PEOPLE
    difference, spread = _difference(groups)
    return SupportComparison(
        difference=round(difference * 100),
        # Rounded first, so that an error of a float does not add a point.
        low=floor(round((difference - spread) * 100, 6)),
        high=ceil(round((difference + spread) * 100, 6)),
        sides=tuple(side for side in sides if side is not None),
        left_out=len({each.body for each in whole} - bodies),
    )


def _group(rows: Sequence[ComparedPeople]) -> _Group:
    departments = {each.department for each in rows if each.is_own}
    near = _by_period(each for each in rows if not each.is_own and each.department in departments)
    return _Group(
        rows[0].body,
        rows[0].domain,
        own=_by_period(each for each in rows if each.is_own),
        others=near if _has_enough(near) else _by_period(each for each in rows if not each.is_own),
    )


def _by_period(rows: Iterable[ComparedPeople]) -> dict[bool, dict[int, tuple[int, int]]]:
    by_period: dict[bool, dict[int, tuple[int, int]]] = {period: {} for period in _PERIODS}
    for each in rows:
        people, reached = by_period[each.is_after].get(each.provider, (0, 0))
        by_period[each.is_after][each.provider] = (people + each.people, reached + each.reached)
    return by_period


def _has_enough(others: Mapping[bool, Mapping[int, object]]) -> bool:
    return all(len(others[period]) >= MIN_PROVIDERS for period in _PERIODS)


def _added(counts: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
    """People, and those who have the outcome."""
    return sum(people for people, _ in counts.values()), sum(reached for _, reached in counts.values())


def _own_side(groups: Sequence[_Group], *, is_after: bool) -> SupportSide | None:
    """None when it would tell of few people."""
    sums = [_added(each.own[is_after]) for each in groups]
    people, reached = sum(each for each, _ in sums), sum(each for _, each in sums)
    return _side(reached / people, people, reached, len({each.body for each in groups}), of=(True, is_after))


def _side_of_others(groups: Sequence[_Group], *, is_after: bool) -> SupportSide | None:
    """Somebody may be compared with several bodies: only the body with most people beside it is sure to count once."""
    by_body: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for each in groups:
        by_body[each.body].append(_added(each.others[is_after]))
    people, reached = max((sum(all_ for all_, _ in sums), sum(some for _, some in sums)) for sums in by_body.values())
    share = sum(
        weight * _share(each.others[is_after])
        for each, weight in zip(groups, _weights(groups, is_after=is_after), strict=True)
    )
    providers = len({provider for each in groups for provider in each.others[is_after]})
    return _side(share, people, reached, providers, of=(False, is_after))


def _side(share: float, people: int, reached: int, providers: int, *, of: tuple[bool, bool]) -> SupportSide | None:
    if min(reached, people - reached) < THRESHOLD:
        return None
    return SupportSide(*of, percent=round(share * 100), people=people // _TEN * _TEN, providers=providers)


def _share(counts: Mapping[int, tuple[int, int]]) -> float:
    people, reached = _added(counts)
    return reached / people


def _weights(groups: Sequence[_Group], *, is_after: bool) -> list[float]:
    """The part of each group in the trainees of the supported providers."""
    sums = [_added(each.own[is_after])[0] for each in groups]
    return [each / sum(sums) for each in sums]


def _difference(groups: Sequence[_Group]) -> tuple[float, float]:
    """The difference in differences, and how far its interval goes on each side."""
    difference, own_chance = 0.0, 0.0
    # The people of a provider in a domain may be compared with several bodies: they vary together.
    chances: dict[tuple[bool, str, int], float] = defaultdict(float)
    own_sums: dict[int, float] = defaultdict(float)
    sums_of_others: dict[int, float] = defaultdict(float)
    for is_after in _PERIODS:
        sign = 1 if is_after else -1
        people, reached = (sum(each) for each in zip(*(_added(each.own[is_after]) for each in groups), strict=True))
        share = reached / people
        difference += sign * share
        own_chance += share * (1 - share) / people
        for each, weight in zip(groups, _weights(groups, is_after=is_after), strict=True):
            of_group, with_it = _added(each.own[is_after])
            own_sums[each.body] += sign * (with_it - share * of_group) / people
            around, near = _added(each.others[is_after])[0], _share(each.others[is_after])
            difference -= sign * weight * near
            for provider, (some, some_with) in each.others[is_after].items():
                sums_of_others[provider] += sign * weight * (some_with - near * some) / around
                chances[is_after, each.domain, provider] += weight * sqrt(some * near * (1 - near)) / around
    chance_of_others = sum(each**2 for each in chances.values())
    spread = sqrt(max(_variance(own_sums), own_chance) + max(_variance(sums_of_others), chance_of_others))
    return difference, student_quantile(len(own_sums) + len(sums_of_others) - 2) * spread


def _variance(sums: Mapping[int, float]) -> float:
    """Of the total of independent sums around zero."""
    return len(sums) / (len(sums) - 1) * sum(each**2 for each in sums.values())
