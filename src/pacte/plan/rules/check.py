"""Checks of a plan: errors and warnings, in one pass. A gap in the numbering is neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pacte.kernel.defects import Defect
from pacte.plan.records import PlanContent
from pacte.plan.rules.check_figures import figure_defects
from pacte.plan.rules.check_lifecycle import lifecycle_defects
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
    lifecycle_defects,
    public_defects,
    limit_defects,
)


def check_plan(content: PlanContent, declared_total_cents: int | None = None) -> tuple[Defect, ...]:
    """Return the errors and warnings of a plan, each with its place (``Defect.at``). Empty for a valid plan.

    ``declared_total_cents`` is the total stated by a file or a deliberation, if any.
    """
    defects = [defect for each in _CHECKS for defect in each(content)]
    defects.extend(declared_total_defects(content, declared_total_cents))
    return tuple(defects)
