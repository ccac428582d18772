"""What a hire costs: of the cases that have a cost, and what is missing said rather than a zero."""

from __future__ import annotations

import pytest

from pacte.indicators.queries.case_counts import procedure_counts
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.evidence import operational_evidence
from pacte.indicators.rules.hire_costs import NO_COST, NO_ORDER, hire_cost
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import Figure, FigureKind
from pacte.procedures.records.counts import CountMeasure
from tests.indicators.test_operational_count_registry import DAY

SOURCE = next(each for each in procedure_counts() if each.count.measure is CountMeasure.COST_PER_HIRE)
EUROS = 100


def shown(counted: CountResult) -> EvidenceRow:
    figure = Figure("coût", kind=FigureKind.TARGET, unit=SOURCE.count.unit, indicator_code=SOURCE.count.code)
    return operational_evidence(figure, SOURCE.service, counted, number=ActionCode(3), until=DAY, lead="Région")


def test_euros_of_all_cases_over_hires_of_all_cases() -> None:
    row = shown(hire_cost([(2, 12_000 * EUROS), (1, 9_000 * EUROS)]))
    assert row.sentence.replace("\u202f", " ").replace("\xa0", " ") == "7 000 € par embauche (21 000 / 3)"
    assert (row.grade, row.is_proof) == (EvidenceGrade.MEANS, False), "a cost proves no hire"


def test_a_case_without_cost_leaves_both_sides_and_is_said() -> None:
    found = hire_cost([(2, 12_000 * EUROS), (5, None), (1, 0)])
    assert (found.count, found.total, found.precision) == (
        12_000, 2, "2\u00a0conventions sans commande n’y sont pas",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "why"),
    [
        ([(2, None)], NO_ORDER),
        ([(2, None), (1, 0)], NO_COST),
        ([(0, 12_000 * EUROS)], "aucune embauche confirmée à ce jour"),
    ],
)
def test_what_is_missing_is_said_never_a_zero(cases: list[tuple[int, int | None]], why: str) -> None:
    row = shown(hire_cost(cases))
    assert row.sentence.startswith(apply_french_spacing(why))
    assert (row.kind, row.value, row.is_measured, row.owed_by) == (EvidenceKind.MISSING, None, False, "Région")
