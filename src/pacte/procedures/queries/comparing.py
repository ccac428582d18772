"""The comparison of the options of a case."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.procedures.models import File, Option, OptionCriterion, OptionScore
from pacte.procedures.records.options import Candidate, Comparison, Criterion
from pacte.procedures.rules.comparing import compare


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """Options, criteria and current score of each pair. ``result`` is None when there is too little to compare."""

    options: tuple[Option, ...]
    criteria: tuple[OptionCriterion, ...]
    scores: dict[tuple[int, int], OptionScore]
    result: Comparison | None

    @property
    def missing(self) -> int:
        return len(self.options) * len(self.criteria) - len(self.scores)


def comparison_table(*, file: File) -> ComparisonTable:
    """Returns the comparison of a case, in three queries. The caller has already checked the permission to read it."""
    options = tuple(file.options.order_by("code"))
    criteria = tuple(file.criteria.order_by("rank"))
    scores: dict[tuple[int, int], OptionScore] = {}
    for score in OptionScore.objects.filter(option__file=file).order_by("pk"):
        scores[(score.option_id, score.criterion_id)] = score  # The last one counts.
    enough = len(options) > 1 and any(each.points for each in criteria)
    return ComparisonTable(options, criteria, scores, _compared(options, criteria, scores) if enough else None)


def _compared(
    options: tuple[Option, ...],
    criteria: tuple[OptionCriterion, ...],
    scores: dict[tuple[int, int], OptionScore],
) -> Comparison:
    return compare(
        [Criterion(each.pk, each.label, each.points) for each in criteria],
        [
            Candidate(
                option.pk,
                option.code,
                {each.pk: scores[(option.pk, each.pk)].value for each in criteria if (option.pk, each.pk) in scores},
            )
            for option in options
        ],
    )
