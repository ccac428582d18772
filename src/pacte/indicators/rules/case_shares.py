"""What is told of a share of cases, each about a person: never a few of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.completed_journeys import is_small
from pacte.journeys.rules.linked_suppression import THRESHOLD
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import ChoiceField
from pacte.procedures.rules.shares import (
    SharedCase,
    ShareFigures,
    conversions,
    figures_by_mode,
    hides_few,
    share_figures,
)

_HIDDEN = "masqué : ce chiffre montrerait de petits effectifs"


def share_result(of: Procedure, count: CaseCount, cases: Sequence[SharedCase]) -> CountResult:
    """The share of the cases of a base, and beside it what is known of enough people."""
    figures = share_figures(count, cases)
    if not figures.base:
        return CountResult(0, 0)
    if hides_few(figures):
        return CountResult(figures.reached, figures.base, withheld=_HIDDEN)
    parts = (*_comparison_parts(count, figures), *_mode_parts(of, count, cases), *_conversion_parts(of, count, cases))
    return CountResult(figures.reached, figures.base, precision=" ; ".join(parts))


def _comparison_parts(count: CaseCount, figures: ShareFigures) -> Iterator[str]:
    if count.compared is None or figures.base < THRESHOLD:
        return
    if figures.months is not None:
        yield f"{format_number(figures.months, 1)} mois en médiane"
    if figures.mean is not None:
        yield f"{count.compared.mean_label} : {format_number(figures.mean, 1)} en moyenne"
    if figures.cost_each is not None:
        yield f"{format_euros(round(figures.cost_each, -2))} pour chacun"


def _mode_parts(of: Procedure, count: CaseCount, cases: Sequence[SharedCase]) -> Iterator[str]:
    """One mode alone that is hidden would be the difference of the others: then none is told."""
    field = of.field(count.compared.by) if count.compared else None
    if not isinstance(field, ChoiceField):
        return
    modes = [(label, each) for label, each in figures_by_mode(count, field.choices, cases) if each.base]
    if any(hides_few(each) for _, each in modes):
        return
    yield from (f"{label} : {format_percent(each.reached / each.base, 0)}" for label, each in modes)


def _conversion_parts(of: Procedure, count: CaseCount, cases: Sequence[SharedCase]) -> Iterator[str]:
    steps = conversions(count, cases)
    sizes = [len(cases), *(each.reached for each in steps)]
    # From one step to the next, nobody is told by difference either.
    if any(is_small(size) for size in sizes) or any(is_small(abs(one - other)) for one, other in pairwise(sizes)):
        return
    for each in steps:
        transition = of.transition(each.transition)
        stage = of.stage(transition.after).label.lower() if transition else ""
        after = f" ({pluralise(each.days, 'jour')} après en médiane)" if each.days is not None else ""
        yield f"{stage} : {format_number(each.reached)}{after}"
