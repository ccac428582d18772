"""The figure of an action over time counts its own orders on the fund of the pact; else there is no curve to draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pacte.indicators.queries import indicators
from pacte.indicators.queries.action_curves import action_curve
from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.records.curve import Curve
from pacte.indicators.rules.action_questions import PACT, plan_question, question_of_action
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.plan.models import Plan
from pacte.plan.records import PlanContent, PriorityPublic
from tests.cast import MACHINE
from tests.indicators.written_facts import write_tables
from tests.plan.contents import small_plan

pytestmark = pytest.mark.django_db
KNOWN_ON = date(2020, 6, 30)
ORDERS = [
    # day, action, fund, places
    ("2020-01-15", "1", PACT, 20), ("2020-03-02", "1", PACT, 30), ("2020-03-09", "1", "baseline", 400),
    ("2020-04-06", "2", PACT, 50),
]  # fmt: skip
WOMEN_OF_THIRTY = PriorityPublic("women", "Femmes", "femmes ; 30 ans et plus")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    ledger = [
        {"fact": number, "host": 9, "happened_on": day, "recorded_at": f"{day} 09:00:00", "kind": "bought",
         "places": places, "hours": 100, "cents": 9_000, "order_id": number, "session": number, "plan": 4,
         "plan_action": action, "order_fund": fund, "fund": fund}
        for number, (day, action, fund, places) in enumerate(ORDERS, 1)
    ]  # fmt: skip
    write_tables(tmp_path, {"ledger": ledger}, built_on=KNOWN_ON)
    return tmp_path


def curve(
    facts: Path, number: str = "1", *, code: str = "places_bought", actor: Actor = MACHINE,
    content: PlanContent | None = None,
) -> Curve | None:  # fmt: skip
    return action_curve(
        actor=actor, plan=Plan(pk=4, organisation_id=9), content=content or small_plan(), number=ActionCode(number),
        code=code, known_on=KNOWN_ON, facts_dir=facts,
    )  # fmt: skip


def test_each_month_counts_what_the_action_bought_on_the_fund_of_the_pact_alone(facts: Path) -> None:
    drawn = curve(facts)
    assert drawn is not None
    assert drawn.granularity == "mois"
    assert {f"{each.first:%Y-%m}": each.value.number for each in drawn.points if each.value.number} == {
        "2020-01": 20, "2020-03": 30,
    }  # fmt: skip


def test_one_known_value_is_no_curve(facts: Path) -> None:
    assert curve(facts, "2") is None


@pytest.mark.parametrize("code", ["unknown_code", "hires_of_trained_people"])
def test_what_the_facts_do_not_count_is_no_curve(facts: Path, code: str) -> None:
    assert curve(facts, code=code) is None


def test_before_any_fact_there_is_no_curve(tmp_path: Path) -> None:
    assert curve(tmp_path) is None


def test_who_may_ask_nothing_has_no_curve(facts: Path) -> None:
    assert curve(facts, actor=NOBODY) is None


def test_a_public_that_the_plan_defines_otherwise_is_not_drawn_by_the_rule_of_the_catalogue(facts: Path) -> None:
    assert curve(facts, code="women_share", content=small_plan(publics=(WOMEN_OF_THIRTY,))) is None


def test_a_plan_is_asked_from_its_first_day_to_what_is_known() -> None:
    content = small_plan()
    assert plan_question(content, 4, KNOWN_ON) == IndicatorQuestion(date(2019, 1, 1), KNOWN_ON, KNOWN_ON, plan=4)
    assert plan_question(content, 4, date(2024, 5, 1)).last == date(2022, 12, 31)


@pytest.mark.parametrize(("code", "is_own"), [("places_bought", True), ("tension_served", False), ("", False)])
def test_only_an_indicator_about_actions_is_asked_of_the_orders_of_one(code: str, is_own: bool) -> None:
    question = plan_question(small_plan(), 4, KNOWN_ON)
    own = replace(question, where=(("action", ("7",)), ("fund", (PACT,))))
    asked = question_of_action(question, ActionCode(7), indicators().get(code))
    assert asked == (own if is_own else question)
