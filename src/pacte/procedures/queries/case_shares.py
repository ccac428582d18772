"""What a procedure compares by mode, among the cases that the actor may read: one query for cases, one for steps."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Min, QuerySet

from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.procedures.models import Case, CaseEvent
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import ChoiceField
from pacte.procedures.rules.shares import (
    CohortSteps,
    ModeFigures,
    SharedCase,
    base_of,
    conversions,
    figures_by_mode,
    hides_few,
    transitions_read,
)


def mode_figures(
    *, actor: Actor, plan: Plan, cases: QuerySet[Case], procedure: Procedure, on: date
) -> ModeFigures | None:
    """The figures of each mode, the usual one first; None for a procedure that compares none.

    ``cases``: those of the procedure that the actor may read. Outside the Region no figure of few people is told.
    """
    count = next((each for each in procedure.counts if each.compared), None)
    field = procedure.field(count.compared.by) if count and count.compared else None
    if count is None or count.compared is None or not isinstance(field, ChoiceField):
        return None
    rows = figures_by_mode(count, field.choices, base_of(count, _shared_cases(cases, count, on)))
    is_of_region = actor.is_system or plan.organisation_id in actor.organisation_ids
    is_withheld = not is_of_region and any(hides_few(each) for _, each in rows)
    return ModeFigures(field.label, count.compared.mean_label, () if is_withheld else tuple(rows), is_withheld)


def cohort_steps(
    *, actor: Actor, plan: Plan, cases: QuerySet[Case], procedure: Procedure, on: date
) -> CohortSteps | None:
    """How many cases of the base took each step; None for a procedure that follows none. Reads as ``mode_figures``."""
    count = next((each for each in procedure.counts if each.conversions), None)
    if count is None:
        return None
    base = base_of(count, _shared_cases(cases, count, on))
    steps = CohortSteps(len(base), tuple(conversions(count, base)))
    is_of_region = actor.is_system or plan.organisation_id in actor.organisation_ids
    return CohortSteps(0, (), is_withheld=True) if steps.tells_few and not is_of_region else steps


def _shared_cases(cases: QuerySet[Case], count: CaseCount, on: date) -> list[SharedCase]:
    days: dict[int, dict[str, date]] = defaultdict(dict)
    steps = (
        CaseEvent.objects.filter(
            case_id__in=cases.order_by().values("pk"), kind=CaseEventKind.MOVED, happened_on__lte=on,
            code__in=sorted(transitions_read(count)),
        )
        .order_by()
        .values_list("case_id", "code")
        .annotate(first_on=Min("happened_on"))
    )  # fmt: skip
    for case_id, code, first_on in steps:
        days[case_id][code] = first_on
    return [SharedCase(days[pk], values) for pk, values in cases.order_by("pk").values_list("pk", "values")]
