"""The evidence of each action, as the pages of a plan and ``plan proofs`` show it to a reader without small counts.

The plan has every indicator as a target of every action: as a whole, by year and by département. A plan may name any of
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.queries.target_answers import BASELINE, NO_ACTION, TargetAnswers, target_answers
from pacte.indicators.records import Indicator, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.records.grades import ProofScope
from pacte.indicators.rules.action_questions import PACT
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.records import PlanContent
from tests.cast import MACHINE
from tests.plan.contents import row, small_plan, target

Payer = tuple[str, str]
"""Fund and action. A figure of the whole has ("", "")."""
_PERS = ("", "an", "département")


@dataclass(frozen=True, slots=True)
class Proof:
    """One value of the evidence, or one of its parts: the line ``key`` of ``cut``. ``true``: the real value."""

    indicator: Indicator
    question: IndicatorQuestion
    payer: Payer
    cut: str
    key: str
    shown: Value
    true: Value

    @property
    def is_hidden(self) -> bool:
        return self.shown.state is not ValueState.NUMBER


def plan_of(plan: Plan, numbers: Sequence[str], indicators: Sequence[Indicator], pers: Sequence[str]) -> PlanContent:
    """``pers``: what each target is promised for each of."""
    figures = tuple(
        target(f"{each.code} {per}", 10, per=per, unit=each.unit_word, indicator_code=each.code)
        for each in indicators
        for per in pers
    )
    rows = [row(f"A{number}", number, figures=figures) for number in numbers]
    return replace(small_plan(*rows), first_year=plan.first_year, last_year=plan.last_year, region=plan.region)


def read_evidence(
    actor: Actor, plan: Plan, numbers: Sequence[str], indicators: Sequence[Indicator], on: date, place: Path,
    *, as_public: bool = False,
) -> list[Proof]:  # fmt: skip
    """What the reader sees, and beside each value the real one, which only the machine reads."""
    given = {"plan": plan, "known_on": on, "facts_dir": place}
    shown = plan_evidence(
        actor=actor, content=plan_of(plan, numbers, indicators, _PERS), as_public=as_public, **given
    )  # fmt: skip
    with acting_as(MACHINE):
        real = plan_evidence(actor=MACHINE, content=plan_of(plan, numbers, indicators, ("",)), **given)
    asked = IndicatorQuestion(date(plan.first_year, 1, 1), min(date(plan.last_year, 12, 31), on), on, plan=plan.pk)
    by_code = {each.code: each for each in indicators}
    found = {}
    for number, each in shown.items():
        true = {line.code: line for line in real[number].rows}
        for line in each.rows:
            if line.code not in by_code:
                continue
            # Beside the published tables, a count of people by place or by year would be one cut more.
            assert {unit.value for unit in line.units} <= {None}, line.code
            definition = by_code[line.code]
            payer = (PACT, str(number)) if definition.scope is ProofScope.ACTION else ("", "")
            told, real_value = _value(line), _value(true[line.code])
            found[definition.code, payer] = Proof(definition, asked, payer, "", "", told, real_value)
    return [*found.values(), *_beside(actor, plan, indicators, asked, place, as_public=as_public)]


def _value(line: EvidenceRow) -> Value:
    return line.value or Value(ValueState.HIDDEN)


def _beside(
    actor: Actor, plan: Plan, indicators: Sequence[Indicator], asked: IndicatorQuestion, place: Path,
    *, as_public: bool,
) -> Iterator[Proof]:  # fmt: skip
    """What stands beside a value: the same outside the pact, and its parts."""
    given = {"plan": plan, "codes": {each.code for each in indicators}, "question": asked, "publics": ()}
    shown = target_answers(actor=actor, as_public=as_public, facts_dir=place, **given)  # type: ignore[arg-type]
    with acting_as(MACHINE):
        real = target_answers(actor=MACHINE, facts_dir=place, **given)  # type: ignore[arg-type]
    outside, hidden = (BASELINE, NO_ACTION), Value(ValueState.HIDDEN)
    for each in indicators:
        if outside in real.cells.get(each.code, {}):
            told = shown.cells.get(each.code, {}).get(outside, hidden)
            yield Proof(each, asked, outside, "", "", told, real.cells[each.code][outside])
        parts = _parts(shown, each.code)
        for key, value in _parts(real, each.code).items():
            yield Proof(each, asked, ("", ""), each.shown_by, key, parts.get(key, hidden), value)


def _parts(answers: TargetAnswers, code: str) -> dict[str, Value]:
    rows = answers.whole[code].parts if code in answers.whole else ()
    return {each.keys[0][1]: each.value for each in rows}
