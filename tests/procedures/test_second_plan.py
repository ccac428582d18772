"""Every procedure, present and future, under a plan whose codes are not those of the shipped one.

Walked with the real services from opening to end; what it counts falls on the action whose figure names the count.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pacte.indicators.queries.case_counts import procedure_counts, results_by_action
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.operational_count_registry import plan_operational_counts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import known_before, today
from pacte.kernel.errors import Conflict
from pacte.plan.records import Lead
from pacte.procedures.queries.offered import procedures_of_action
from pacte.procedures.records.counts import CountMeasure
from pacte.procedures.records.description import Procedure, ProcedureExample
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.services import open_case
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.walks import OPENED, Walk
from tests.web.plan_stage import Stage, staged

FROM_FACTS_OR_SERIES = (
    CountMeasure.COST_PER_HIRE,
    CountMeasure.EXIT_DIFFERENCE,
    CountMeasure.CERTIFICATION_DIFFERENCE,
    CountMeasure.TENSION_COVERED,
)
OWN, OTHER = ActionCode("B.7"), ActionCode("A.1")
COUNTS = sorted({count.code for each in procedures_by_code().values() for count in each.counts})
kept_stage = kept_for_module(
    lambda: staged(
        small_plan(
            row(
                "X1",
                OWN,
                leads=(Lead("Région"),),
                figures=tuple(target(code, 3, indicator_code=code) for code in COUNTS),
            ),
            row("X2", OTHER, leads=(Lead("Région"),)),
            code="autre-region_2027-2031",
        )
    )
)
EXAMPLES = [(each, example) for each in procedures_by_code().values() for example in each.examples]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("of", "example"), EXAMPLES, ids=lambda each: getattr(each, "title", getattr(each, "code", ""))
)
def test_a_walk_of_the_description_is_a_walk_of_the_product(
    stage: Stage, of: Procedure, example: ProcedureExample, tmp_path: Path
) -> None:
    case = Walk(stage, of, OWN).follow(example)
    assert (case.stage, case.outcome) == (example.ends_at, example.outcome)
    taken = {action.what for action in example.actions if not action.refusal_code}
    context = CountContext(MACHINE, stage.plan, today(), known_before(today()))
    for source in procedure_counts():
        if source.procedure == of.code and source.count.measure is CountMeasure.MOVED:
            counted = results_by_action(context, source)
            assert set(counted) <= {OWN}, "it falls on the action whose figure names it"
            if source.count.transition not in taken:
                assert counted == {}, f"{source.count.code}: nothing was done"
    told = plan_operational_counts(
        actor=MACHINE, plan=stage.plan, on=today(), aimed=dict.fromkeys(COUNTS, frozenset({OWN})), facts_dir=tmp_path
    )
    assert set(told) <= {OWN}
    lacks = {service.code for service, counted in told.get(OWN, []) if counted.lacks}
    expected = {each.code for each in of.counts if each.measure in FROM_FACTS_OR_SERIES and each.transition in taken}
    assert lacks == expected, "without facts or series, what is missing is said and no zero stands for it"


@pytest.mark.django_db
def test_a_procedure_is_opened_for_the_actions_whose_figures_it_counts(stage: Stage) -> None:
    own = {each.code for each in procedures_of_action(actor=MACHINE, plan=stage.plan, number=OWN, on=today())}
    other = {each.code for each in procedures_of_action(actor=MACHINE, plan=stage.plan, number=OTHER, on=today())}
    assert own == set(procedures_by_code())
    assert other == {each.code for each in procedures_by_code().values() if each.is_for_any_action}
    elsewhere = next(each for each in procedures_by_code().values() if not each.is_for_any_action)
    with pytest.raises(Conflict) as refused:
        open_case(actor=MACHINE, plan=stage.plan, number=OTHER, procedure_code=elsewhere.code, title="Essai", on=OPENED)
    assert refused.value.code == "procedure_elsewhere"
