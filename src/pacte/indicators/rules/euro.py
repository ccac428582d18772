"""Shares one euro between what it became: by buyer, place, certification and situation, in cents that add up. Pure.

Each stage divides the cents of the stage before it, so a euro never grows. Cents are rounded by largest remainder. The
interval of a proportion: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22
(1927).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor, sqrt
from typing import Any

from pacte.indicators.records.euro import (
    AfterTraining,
    CertificationOutcome,
    EuroPart,
    EuroSession,
    EuroStage,
    EuroStep,
    FollowedEuro,
    Seating,
    TradeNeed,
)
from pacte.indicators.records.profile import ZoneFitKind, ZoneProfile, ZoneSeries

EURO = 100
# The situation is asked six months after; an answer or a jury then has sixty days, as in the relation « juries ».
MONTHS_AFTER, DAYS_TO_TELL = 6, 60
# 80 % of a normal law: « huit fois sur dix ».
_SIGMAS = 1.2815515655446004
_WIDER = frozenset({ZoneFitKind.AROUND, ZoneFitKind.MOSTLY})


def split_cents(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """``total`` cents by code, pro rata of the weights. The cents left by rounding go to the largest remainders.

    Equal remainders are ordered by weight, then by code. All zero when nothing weighs.
    """
    whole = sum(weights.values(), Fraction(0))
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {code: total * weight / whole for code, weight in weights.items()}
    cents = {code: floor(value) for code, value in exact.items()}
    left = total - sum(cents.values())
    ranked = sorted(exact, key=lambda code: (cents[code] - exact[code], -exact[code], code))
    return cents | {code: cents[code] + 1 for code in ranked[:left]}


def follow_euro(sessions: Iterable[EuroSession]) -> FollowedEuro:
    """The euro of all these sessions together, whatever their order."""
    weights, counts = _Weights(), _Weights()
    cents = places = people = 0
    lots: set[int] = set()
    counted = [each for each in sessions if sum(each.cents.values()) > 0]
    for session in counted:
        _weigh(session, weights)
        _count(session, counts)
        cents += sum(session.cents.values())
        places += 0 if session.counts_hours else sum(session.places.values())
        people += session.entered
        lots |= session.lots
    if not counted:
        return FollowedEuro()
    return FollowedEuro(
        cents=cents, sessions=len(counted), places=places, people=people, stages=_stages(weights, counts),
        job_share=weights.of(EuroStep.WORKING).get(AfterTraining.IN_JOB, Fraction(0)) / cents,
        lots=tuple(sorted(lots)),
    )  # fmt: skip


class _Weights:
    """Sums of fractions by stage and code. Numerators are added by denominator: few are different, and it is exact."""

    def __init__(self) -> None:
        self._sums: dict[tuple[EuroStep, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, step: EuroStep, code: str, numerator: int, denominator: int = 1) -> None:
        self._sums[step, code][denominator] += numerator

    def of(self, step: EuroStep) -> dict[str, Fraction]:
        return {
            code: sum((Fraction(above, under) for under, above in parts.items()), Fraction(0))
            for (of_step, code), parts in self._sums.items()
            if of_step is step
        }


def _weigh(session: EuroSession, weights: _Weights) -> None:
    """Adds the euros of a session. Those of its taken places divide between its people."""
    cents, places, people = sum(session.cents.values()), sum(session.places.values()), session.entered
    for buyer, ordered in session.cents.items():
        weights.add(EuroStep.BOUGHT, buyer, ordered)
    taken = session.places.get(Seating.TAKEN, 0)
    if not places or (taken and not people):
        weights.add(EuroStep.SEATED, Seating.UNTOLD, cents)
        return
    for seating, number in session.places.items():
        weights.add(EuroStep.SEATED, seating, cents * number, places)
    for (award, after), number in session.people.items() if taken else ():
        weights.add(EuroStep.AWARDED, award, cents * taken * number, places * people)
        weights.add(EuroStep.WORKING, after, cents * taken * number, places * people)


def _count(session: EuroSession, counts: _Weights) -> None:
    """Adds the places of a session, but its hours, and its people."""
    for seating, number in session.places.items() if not session.counts_hours else ():
        counts.add(EuroStep.SEATED, seating, number)
    for (award, after), number in session.people.items():
        counts.add(EuroStep.AWARDED, award, number)
        counts.add(EuroStep.WORKING, after, number)


def _stages(weights: _Weights, counts: _Weights) -> tuple[EuroStage, ...]:
    buyers = weights.of(EuroStep.BOUGHT)
    by_buyer = split_cents(EURO, buyers)
    bought = EuroStage(
        EuroStep.BOUGHT,
        tuple(EuroPart(code, by_buyer[code]) for code in sorted(buyers, key=lambda code: (-buyers[code], code))),
    )
    seated = _stage(EuroStep.SEATED, Seating, EURO, weights, counts)
    taken = seated.cents_of(Seating.TAKEN)
    return (
        bought,
        seated,
        _stage(EuroStep.AWARDED, CertificationOutcome, taken, weights, counts),
        _stage(EuroStep.WORKING, AfterTraining, taken, weights, counts),
    )


def _stage(step: EuroStep, codes: Iterable[Any], cents: int, weights: _Weights, counts: _Weights) -> EuroStage:
    """Parts in the order of ``codes``, without those that weigh and count nothing."""
    weighed, numbers = weights.of(step), counts.of(step)
    shared = split_cents(cents, {code: weighed.get(code, Fraction(0)) for code in codes})
    parts = tuple(
        EuroPart(code, part, int(numbers.get(code, Fraction(0))))
        for code, part in shared.items()
        if weighed.get(code) or numbers.get(code)
    )
    return EuroStage(step, parts, EURO - sum(each.cents for each in parts))


def euros_known_before(known_on: date) -> date:
    """First day of a month: of whoever ended before it, the situation six months after should be known that day."""
    return (known_on - timedelta(days=30 * MONTHS_AFTER + DAYS_TO_TELL)).replace(day=1)


def wilson_interval(share: Fraction | float, trials: int) -> tuple[float, float]:
    """Interval that holds the true proportion eight times out of ten. The whole range without any trial."""
    if trials <= 0:
        return 0.0, 1.0
    observed, spread = float(share), _SIGMAS**2 / trials
    centre = (observed + spread / 2) / (1 + spread)
    half = _SIGMAS * sqrt(observed * (1 - observed) / trials + spread / (4 * trials)) / (1 + spread)
    return max(0.0, min(centre - half, observed)), min(1.0, max(centre + half, observed))


def trade_need(profile: ZoneProfile, splits: Iterable[str]) -> TradeNeed | None:
    """Hiring projects of the trade in the zone. ``splits``: codes of the trade in the series; empty: all trades.

    All trades too when the series does not split by this one. None without any value.
    """
    projects, hard = profile.by_code("hiring_projects"), profile.by_code("hiring_projects_hard")
    if projects is None:
        return None
    known = {each.split for each in projects.values}
    wanted = frozenset(splits) & known
    totals = _sum_of_period(projects, wanted)
    if totals is None:
        return None
    count, first, last = totals
    difficult = _sum_of_period(hard, wanted) if hard is not None else None
    return TradeNeed(
        projects=count, difficult=difficult[0] if difficult and difficult[2] == last else None, first=first, last=last,
        source=projects.edition or projects.source, is_of_trade=bool(wanted), is_around=projects.fit.how in _WIDER,
    )  # fmt: skip


def _sum_of_period(series: ZoneSeries, splits: frozenset[str]) -> tuple[int, Any, Any] | None:
    """Sum of the last period: of these splits; otherwise the value of the whole, or the sum of all splits."""
    latest = [each for each in series.latest() if each.value is not None and not each.zone]
    chosen = (
        [each for each in latest if each.split in splits] if splits else [each for each in latest if not each.split]
    )
    chosen = chosen or ([] if splits else latest)
    if not chosen:
        return None
    total = sum(int(each.value or 0) for each in chosen)
    return total, min(each.first for each in chosen), max(each.last for each in chosen)
