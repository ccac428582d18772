"""The ranking that a committee had before it, as bytes that anybody may compute again; and what money does not reach.

Pure. Means are exact fractions, so that the same scores give the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pacte.procedures.records.reading import CommitteeOutcome, CriterionScore, RankedCase, ReadingGrid
from pacte.procedures.rules.reading import ranked_cases, summary_of, weighted_total


@dataclass(frozen=True, slots=True)
class EnvelopeReach:
    """What cases not decided, or waiting, ask for, against what is left.

    ``reached_count``: how many of them, in the order of the ranking, the money reaches; ``short_cents``: what those
    after them ask.
    """

    asked_cents: int
    left_cents: int
    reached_count: int
    count_beyond: int
    short_cents: int


def ranking_text(grid: ReadingGrid, scores: Mapping[int, Iterable[Sequence[CriterionScore]]]) -> str:
    """Returns the JSON of a ranking, by number of case. ``scores``: of each reader, in the order of their request.

    Keys are sorted and no name is in it; cases of the same mean share a rank.
    """
    scores_by_case = {number: [list(each) for each in of_case] for number, of_case in scores.items()}
    summaries = {
        number: summary_of([weighted_total(each) for each in of_case]) for number, of_case in scores_by_case.items()
    }
    content = {
        "grid": {each.code: each.weight for each in grid.criteria},
        "cases": [_ranked(each, scores_by_case[each.case_id]) for each in ranked_cases(summaries)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def ranked_numbers(text: str) -> list[int]:
    """Returns the numbers of the cases of a ranking that was kept."""
    return [int(each["number"]) for each in json.loads(text)["cases"]] if text else []


def envelope_reach(
    ranking: Sequence[RankedCase], outcomes: Mapping[int, CommitteeOutcome], amounts: Mapping[int, int], left_cents: int
) -> EnvelopeReach:
    """Returns how far the money goes down the ranking; cases that are kept or refused no longer count.

    The first case that the money does not reach stops it, though a smaller one below might still fit: the committee
    may depart from the ranking, and says why.
    """
    pending = [
        each.case_id for each in ranking if outcomes.get(each.case_id) in (None, CommitteeOutcome.WAITING)
    ]  # fmt: skip
    reached_count, spent_cents = 0, 0
    for case_id in pending:
        if spent_cents + amounts.get(case_id, 0) > left_cents:
            break
        spent_cents += amounts.get(case_id, 0)
        reached_count += 1
    total = sum(amounts.get(case_id, 0) for case_id in pending)
    return EnvelopeReach(total, left_cents, reached_count, len(pending) - reached_count, total - spent_cents)


def _ranked(ranked: RankedCase, scores: Sequence[Sequence[CriterionScore]]) -> dict[str, Any]:
    summary = ranked.summary
    return {
        "number": ranked.case_id,
        "rank": ranked.rank,
        "mean": _exact(summary.mean) if summary else None,
        "lowest": _exact(summary.lowest) if summary else None,
        "highest": _exact(summary.highest) if summary else None,
        "scores": [{each.code: [each.score, each.weight] for each in criteria} for criteria in scores],
    }


def _exact(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
