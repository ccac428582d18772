"""The effect of an experiment: the share of its outcome with, less the share without, and its 95 % interval. Pure.

Newcombe's hybrid score interval (1998, method 10), on the effective number of people of each arm: sessions were put in
an arm, not people, and the people of a session resemble each other (ADR 37).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, sqrt

from pacte.evaluation.records import Arm, ArmShare, Effect, EffectInPoints, SessionShare
from pacte.indicators.rules.student import NORMAL_QUANTILE, student_quantile

# Below two sessions, nothing says how much sessions differ.
MIN_SESSIONS = 2
_Z = NORMAL_QUANTILE


def arm_share(sessions: Sequence[SessionShare]) -> ArmShare:
    """Sums of the sessions that have somebody, or a place, to count."""
    counted = [each for each in sessions if each.total]
    return ArmShare(len(counted), sum(each.reached for each in counted), sum(each.total for each in counted))


def shares_by_arm(arms: Mapping[str, Sequence[Sequence[int]]]) -> dict[Arm, tuple[SessionShare, ...]]:
    """Reads the document of a measure: by arm, the values of each session."""
    return {
        arm: tuple(SessionShare(pk, reached, total, bool(is_due)) for pk, reached, total, is_due in arms.get(arm, ()))
        for arm in Arm
    }


def measure_effect(with_it: Sequence[SessionShare], without: Sequence[SessionShare]) -> Effect | None:
    """None when an arm has fewer than two sessions with somebody to count."""
    tried, compared = arm_share(with_it), arm_share(without)
    if min(tried.sessions, compared.sessions) < MIN_SESSIONS:
        return None
    freedom = tried.sessions + compared.sessions - 2
    return difference_interval(
        tried.share, effective_total(with_it, freedom), compared.share, effective_total(without, freedom)
    )


def difference_interval(first: float, first_total: float, second: float, second_total: float) -> Effect:
    """Newcombe's interval of ``first - second``: shares of these numbers of independent people."""
    first_low, first_high = score_interval(first, first_total)
    second_low, second_high = score_interval(second, second_total)
    difference = first - second
    return Effect(
        difference,
        max(-1.0, difference - sqrt((first - first_low) ** 2 + (second_high - second) ** 2)),
        min(1.0, difference + sqrt((first_high - first) ** 2 + (second - second_low) ** 2)),
    )


def score_interval(share: float, total: float) -> tuple[float, float]:
    """Wilson's interval of a share; ``total`` need not be whole."""
    middle = share + _Z**2 / (2 * total)
    spread = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    scale = 1 + _Z**2 / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def effective_total(sessions: Sequence[SessionShare], freedom: int) -> float:
    """How many independent people tell as much as those of these sessions (Rao and Scott, 1992); at most their number.

    Few sessions tell little of how much sessions differ: Student's quantile stands for the normal one (Korn and
    Graubard, 1998). ``freedom``: sessions of both arms, less two.
    """
    counted = [each for each in sessions if each.total]
    return arm_share(counted).total / design_effect(counted) * (_Z / student_quantile(freedom)) ** 2


def design_effect(sessions: Sequence[SessionShare]) -> float:
    """How much larger the variance between sessions is than that of as many people drawn one by one; at least 1."""
    arm = arm_share(sessions)
    alone = arm.share * (1 - arm.share) / arm.total
    if not alone:
        return 1.0
    squares = sum((each.reached - arm.share * each.total) ** 2 for each in sessions)
    between = arm.sessions / (arm.sessions - 1) * squares / arm.total**2
    return max(1.0, between / alone)


def in_points(effect: Effect) -> EffectInPoints:
    # Rounded first, so that 0.07 - 0 does not become 8 points by the error of a float.
    low, high = round(effect.low * 100, 6), round(effect.high * 100, 6)
    return EffectInPoints(round(effect.difference * 100), floor(low), ceil(high))
