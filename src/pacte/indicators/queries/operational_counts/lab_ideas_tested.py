"""Action 32: ideas of the days of the lab that became an experiment, by year of the first person who tried them."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.experiments import first_entries_by_year
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

SERVICE = OperationalCount(
    code="lab_ideas_tested",
    what="idées menées jusqu’à un essai dans l’année",
    unit="idées",
    source="fiches d’expérimentation ouvertes pour l’action : celles où quelqu’un est entré",
    target="lab_ideas_tested",
    one="idée",
    grade=EvidenceGrade.RESULT,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    """The year of the day, at most the last of the plan. A year without any idea is a zero, and not an unknown."""
    year = min(context.on.year, context.plan.last_year)
    experiments = first_entries_by_year(actor=context.actor, plan=context.plan, known=context.known, on=context.on)
    return {number: _result(by_year, year) for number, by_year in experiments.items()}


def _result(by_year: dict[int, int], year: int) -> CountResult:
    years = tuple(sorted(({year: 0} | by_year).items()))
    text = ", ".join(f"{each} : {ideas}" for each, ideas in years)
    return CountResult(by_year.get(year, 0), precision=f"par année, {text}", by_year=years)
