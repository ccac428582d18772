"""The share of cases that took one transition out of those that took others, and what is compared beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import fmean, median
from typing import Any

from pacte.journeys.rules.linked_suppression import THRESHOLD
from pacte.procedures.records.counts import CaseCount, ModeComparison
from pacte.procedures.records.form import Total
from pacte.procedures.rules.form_answers import total_of

_DAYS_OF_A_MONTH = Decimal("30.4375")


@dataclass(frozen=True, slots=True)
class SharedCase:
    """``taken``: the first day of each transition that the case took. ``answers``: those that the count needs."""

    taken: Mapping[str, date]
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShareFigures:
    """``reached`` cases out of ``base``. ``months``: their median; ``mean`` of the number compared.

    ``cost_each``: cents spent on the whole base for each case that reached it. None: not known.
    """

    reached: int
    base: int
    months: Decimal | None = None
    mean: Decimal | None = None
    cost_each: int | None = None


@dataclass(frozen=True, slots=True)
class ModeFigures:
    """``rows``: by label of each mode, none when one of them ``is_withheld`` because it would tell of few people."""

    label: str
    mean_label: str
    rows: tuple[tuple[str, ShareFigures], ...]
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class Conversion:
    """``reached`` cases took the ``transition``, ``days`` after the one before it: their median."""

    transition: str
    reached: int
    days: int | None


@dataclass(frozen=True, slots=True)
class CohortSteps:
    """How many cases of a ``base`` took each step, in order. ``is_withheld``: nothing is shown, few people would be."""

    base: int
    steps: tuple[Conversion, ...]
    is_withheld: bool = False

    @property
    def tells_few(self) -> bool:
        """True when a step, or what it is less than the one before, is of few people."""
        sizes = (self.base, *(each.reached for each in self.steps))
        gaps = (abs(one - other) for one, other in pairwise(sizes))
        return any(0 < people < THRESHOLD for people in (*sizes, *gaps))


def transitions_read(count: CaseCount) -> frozenset[str]:
    """The transitions whose days the share and what is told beside it need."""
    since = {count.compared.since} if count.compared else set()
    return frozenset({count.transition, *count.out_of, *count.conversions, *since})


def base_of(count: CaseCount, cases: Iterable[SharedCase]) -> list[SharedCase]:
    """The cases that took one of the transitions of the base."""
    return [each for each in cases if any(code in each.taken for code in count.out_of)]


def share_figures(count: CaseCount, cases: Sequence[SharedCase]) -> ShareFigures:
    """The figures of the cases of a base."""
    reached = sum(count.transition in each.taken for each in cases)
    comparison = count.compared
    if comparison is None or not cases:
        return ShareFigures(reached, len(cases))
    months = [length for each in cases if (length := _months(count, comparison, each)) is not None]
    means = [amount for each in cases if (amount := _amount(comparison.mean, each)) is not None]
    costs = [amount for each in cases if (amount := _amount(comparison.cost, each)) is not None]
    return ShareFigures(
        reached,
        len(cases),
        months=median(months) if months else None,
        mean=Decimal(str(fmean(means))) if means else None,
        # A cost that some cases do not say would look smaller than it is.
        cost_each=round(sum(costs) / reached) if reached and len(costs) == len(cases) else None,
    )


def hides_few(figures: ShareFigures) -> bool:
    """True when the share would tell of few people: those who reached it, or the others."""
    return any(0 < people < THRESHOLD for people in (figures.reached, figures.base - figures.reached))


def figures_by_mode(
    count: CaseCount, modes: Iterable[tuple[str, str]], cases: Sequence[SharedCase]
) -> list[tuple[str, ShareFigures]]:
    """By label of each choice, in the order of the form."""
    if count.compared is None:
        return []
    by = count.compared.by
    return [
        (label, share_figures(count, [each for each in cases if each.answers.get(by) == code])) for code, label in modes
    ]


def conversions(count: CaseCount, cases: Sequence[SharedCase]) -> list[Conversion]:
    """How many cases of the base took each transition, and how long after the one before it that they took."""
    rows = []
    for rank, code in enumerate(count.conversions):
        there = [each for each in cases if code in each.taken]
        before = (*count.out_of, *count.conversions[:rank])
        days = [_days_since(before, each, each.taken[code]) for each in there]
        rows.append(Conversion(code, len(there), round(median(days)) if days else None))
    return rows


def _days_since(before: Sequence[str], case: SharedCase, on: date) -> int:
    return (on - max(case.taken[code] for code in before if code in case.taken)).days


def _months(count: CaseCount, comparison: ModeComparison, case: SharedCase) -> Decimal | None:
    since = case.taken.get(comparison.since)
    first = min(case.taken[code] for code in count.out_of if code in case.taken)
    return None if since is None else Decimal((first - since).days) / _DAYS_OF_A_MONTH


def _amount(path: str, case: SharedCase) -> Decimal | None:
    if not case.answers.get(path.partition(".")[0]):
        return None
    return total_of(Total((path,)), case.answers)
