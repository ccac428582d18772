"""All that is wrong or odd in a plan, in one pass. A hole in the numbering is neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pacte.plan.records import Defect, PlanContent
from pacte.plan.rules.check_figures import figure_defects
from pacte.plan.rules.check_life import life_defects
from pacte.plan.rules.check_limits import limit_defects
from pacte.plan.rules.check_money import declared_total_defects, money_defects
from pacte.plan.rules.check_numbers import number_defects
from pacte.plan.rules.check_periods import period_defects
from pacte.plan.rules.check_publics import public_defects
from pacte.plan.rules.check_structure import structure_defects

_CHECKS: tuple[Callable[[PlanContent], Iterator[Defect]], ...] = (
    structure_defects,
    number_defects,
    money_defects,
    period_defects,
    figure_defects,
    life_defects,
    public_defects,
    limit_defects,
)


def check(content: PlanContent, declared_total_cents: int | None = None) -> tuple[Defect, ...]:
    """Defects, errors and warnings, each with its place in the plan (``Defect.at``); none for a sound plan.

    ``declared_total_cents`` is the total that a file or a deliberation states, when it states one.
    """
    found = [defect for each in _CHECKS for defect in each(content)]
    found.extend(declared_total_defects(content, declared_total_cents))
    return tuple(found)
