"""The comparison of the options of a case."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.procedures.models import Case, CaseOption, OptionCriterion, OptionScore
from pacte.procedures.records.options import OptionComparison, ScoredOption, WeightedCriterion
from pacte.procedures.rules.option_comparison import compare_options


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """Options, criteria and current score of each pair. ``result`` is None when there is too little to compare."""

    options: tuple[CaseOption, ...]
    criteria: tuple[OptionCriterion, ...]
    scores: dict[tuple[int, int], OptionScore]
    result: OptionComparison | None

    @property
    def missing(self) -> int:
        return len(self.options) * len(self.criteria) - len(self.scores)


def comparison_table(*, case: Case) -> ComparisonTable:
    """Returns the comparison of a case, in three queries. The caller has already checked the permission to read it."""
    options = tuple(case.options.order_by("code"))
    criteria = tuple(case.criteria.order_by("rank"))
    scores: dict[tuple[int, int], OptionScore] = {}
    for score in OptionScore.objects.filter(option__case=case).order_by("pk"):
        scores[(score.option_id, score.criterion_id)] = score  # The last one counts.
    enough = len(options) > 1 and any(each.points for each in criteria)
    return ComparisonTable(options, criteria, scores, _compare_options(options, criteria, scores) if enough else None)


def _compare_options(
    options: tuple[CaseOption, ...],
    criteria: tuple[OptionCriterion, ...],
    scores: dict[tuple[int, int], OptionScore],
) -> OptionComparison:
    return compare_options(
        [WeightedCriterion(each.pk, each.label, each.points) for each in criteria],
        [
            ScoredOption(
                option.pk,
                option.code,
                {each.pk: scores[(option.pk, each.pk)].value for each in criteria if (option.pk, each.pk) in scores},
            )
            for option in options
        ],
    )
