"""Asked for a plan, an indicator uses the rule of that plan; what two rules together would reveal is hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import indicators, plan_evidence
from pacte.indicators.queries.examples import example_value
from pacte.indicators.queries.plan_publics import count_plan_publics, plan_publics
from pacte.indicators.records import AnswerRow, IndicatorAnswer, IndicatorExample, IndicatorQuestion, Value, ValueState
from pacte.indicators.rules.plan_publics import differs_by_few, with_plan_definition
from pacte.indicators.services import refresh_facts
from pacte.journeys.records import StepKind as K
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.records import PriorityPublic
from tests.cast import MACHINE, gather_cast
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with, somebody, walk
from tests.plan.contents import row, small_plan, target
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

YOUNG = PriorityPublic("under_26", "Jeunes", "moins de 30 ans")
PEOPLE = IndicatorExample(
    {
        "entries": [
            {"age": 19, "sex": "f", "diploma": 3}, {"age": 28, "sex": "m", "diploma": 5}, {"age": 40, "sex": "f"},
            {"age": None, "sex": "f", "diploma": 2}, {"age": 29, "sex": "", "diploma": 4},
        ]
    }, None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "public", "counts"),
    [
        ("young_share", YOUNG, (3, 4)),
        ("young_share", PriorityPublic("under_26", "Jeunes", "moins de 30 ans ; femmes"), (1, 3)),
        ("young_share", PriorityPublic("under_26", "Jeunes", note="En mots."), (1, 4)),
        ("young_share", PriorityPublic("women", "Femmes", "moins de 30 ans"), (1, 4)),
        ("low_qualified_share", PriorityPublic("low_qualified", "Peu qualifiés", "niveau inférieur à 5"), (3, 4)),
        ("low_qualified_entries", PriorityPublic("low_qualified", "Peu qualifiés", "niveau inférieur à 5"), (3, None)),
        ("women_share", PriorityPublic("women", "Femmes", "femmes ; 30 ans et plus"), (1, 3)),
    ],
)
def test_an_indicator_counts_by_the_rule_of_the_plan(
    code: str, public: PriorityPublic, counts: tuple[int, int | None]
) -> None:
    value = example_value(with_plan_definition(indicators()[code], (public,)), PEOPLE)
    assert (value.numerator, value.denominator) == counts


def test_a_plan_that_says_nothing_counts_as_the_catalogue_and_the_source_names_the_rule() -> None:
    usual = indicators()["young_share"]
    assert with_plan_definition(usual, ()) is usual
    assert with_plan_definition(usual, (YOUNG,)).source.endswith("« Jeunes » au sens de ce plan : moins de 30 ans")
    assert with_plan_definition(indicators()["completion"], (YOUNG,)) is indicators()["completion"]


@pytest.mark.parametrize(
    ("ours", "is_told"), [((50, 80), False), ((53, 80), True), ((50, 79), True), ((80, 80), False)]
)
def test_two_rules_a_few_people_apart_would_tell_of_them(ours: tuple[int, int], is_told: bool) -> None:
    one, other = (
        IndicatorAnswer("young_share", (AnswerRow((), Value(ValueState.NUMBER, Fraction(above, under), above, under)),))
        for above, under in (ours, (50, 80))
    )
    assert differs_by_few(one, other, 11) is is_told


@pytest.mark.django_db
def test_the_same_target_of_two_plans_is_measured_by_the_rule_of_each(tmp_path: Path) -> None:
    cast = gather_cast()
    session = session_with(cast)
    for name in ("Inès", "Omar"):
        journey = somebody(cast, first_name=name)
        walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(cast["provider"].actor, journey, session, K.ENTERED, on=session.starts_on)
    aimed = row("A01", 1, figures=(target("jeunes entrés", 60, unit="%", indicator_code="young_share"),))
    with acting_as(MACHINE):
        made = [
            written(actor=MACHINE, host=cast.region, content=small_plan(aimed, code=code, publics=publics))
            for code, publics in (("usuel", ()), ("large", (YOUNG,)))
        ]
        for version in made:
            enforce(version, IN_FORCE)
            buy(order_for(cast.region, version.plan, 1, session), 8, known=datetime(2021, 1, 5, 9, tzinfo=UTC))
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
        found = [
            plan_evidence(actor=MACHINE, plan=version.plan, known_on=today(), facts_dir=tmp_path)[ActionCode(1)].rows[0]
            for version in made
        ]
        masked = plan_evidence(
            actor=MACHINE, plan=made[1].plan, known_on=today(), facts_dir=tmp_path, as_public=True
        )[ActionCode(1)].rows[0]  # fmt: skip
    assert [line.value.numerator for line in found if line.value] == [0, 2]
    assert masked.is_withheld
    assert "moins de 30 ans" in found[1].source
    question = IndicatorQuestion(IN_FORCE, today(), today())
    for part, count in (("pilot", 2), ("state_reader", None)):
        with acting_as(cast[part].actor) as actor:
            (told,) = count_plan_publics(
                plan_publics(actor=actor, host_id=cast.region.pk, question=question),
                actor=actor, host_id=cast.region.pk, question=question, facts_dir=tmp_path,
            )  # fmt: skip
        assert (told.plan_code, told.public) == ("large", YOUNG)
        assert (told.answer and told.answer.total.value.numerator) == count
