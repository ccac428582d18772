"""Sessions of a pact go to the actions that buy such trainings, within what the plan gives each; none on a holiday."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest

from pacte.demo.region.buyers import is_bought_by_second
from pacte.demo.region.holidays import next_working_day, public_holidays
from pacte.demo.region.loading import PROVIDERS, drawn_for
from pacte.demo.region.purchased_actions import ActionTurns
from pacte.demo.region.training_supply import InventedSession, invent_providers, invent_sessions
from pacte.demo.second_plan import second_plan_content
from pacte.demo.stories.action_purchases import ActionPurchaseStory, purchase_stories
from pacte.kernel.action_codes import ActionCode
from tests.demo.test_region import some_towns
from tests.plans_at_hand import shipped_plan

_SHARE = 1.0
_END = date(2027, 11, 24)


@cache
def whole_supply() -> tuple[InventedSession, ...]:
    largest = sorted(some_towns(), key=lambda town: -town.weight)[:42]
    providers = invent_providers(drawn_for("providers"), largest, PROVIDERS)
    return tuple(invent_sessions(drawn_for("sessions"), providers, largest, share=_SHARE, today=_END))


def test_the_actions_that_buy_training_are_actions_of_their_plan() -> None:
    first, second = purchase_stories().plans
    assert {each.action for each in first.actions} <= set(shipped_plan().numbers)
    assert {each.action for each in second.actions} <= set(second_plan_content().numbers)


def test_actions_take_turns_by_their_weights_and_each_has_its_first_session() -> None:
    heavy = ActionPurchaseStory(ActionCode(1), weight=8, natures=("certifying",))
    light = ActionPurchaseStory(ActionCode(2), weight=2)
    turns = ActionTurns((heavy, light))
    taken = [turns.take(nature="certifying", family="macon", department="18") for _ in range(100)]
    assert set(taken[:2]) == {heavy.action, light.action}
    assert Counter(taken)[light.action] == pytest.approx(20, abs=1)
    assert turns.take(nature="literacy", family="fle", department="18") == light.action
    assert ActionTurns((heavy,)).take(nature="literacy", family="fle", department="18") is None


def test_no_action_of_the_second_plan_buys_more_than_it_is_given() -> None:
    bought: Counter[tuple[ActionCode, int | None]] = Counter()
    for session in whole_supply():
        if session.action and session.is_pact and session.year >= purchase_stories().plans[1].first_year:
            bought[session.action, session.year] += session.cents
    given = {(each.number, each.year): each.cents for each in second_plan_content().amounts}
    assert {action for action, _ in bought} == {each.action for each in purchase_stories().plans[1].actions}
    over = {key: cents for key, cents in bought.items() if cents / _SHARE > given[key]}
    assert over == {}


def test_a_session_on_a_holiday_or_a_weekend_starts_on_the_next_working_day() -> None:
    assert len(public_holidays(2020)) == 11
    assert next_working_day(date(2020, 6, 1)) == date(2020, 6, 2), "Whit Monday"
    assert next_working_day(date(2021, 1, 1)) == date(2021, 1, 4), "New Year on a Friday"
    assert next_working_day(date(2020, 11, 24)) == date(2020, 11, 24)


def test_the_places_of_one_session_of_each_year_of_a_pact_divide_between_two_actions() -> None:
    divided = [each for each in whole_supply() if each.second_action]
    assert {each.year for each in divided} == {2019, 2020, 2021, 2022, 2024, 2025, 2026, 2027}
    assert all(each.action and each.action != each.second_action and not each.is_cancelled for each in divided)
    assert all(each.places % 2 == 0 for each in divided), "each pays exactly one half"
    assert len(divided) == len({each.year for each in divided})


def test_the_places_of_another_session_of_each_year_of_a_pact_divide_between_two_funds() -> None:
    divided = [each for each in whole_supply() if each.baseline_pays_half]
    assert {each.year for each in divided} == {2019, 2020, 2021, 2022, 2024, 2025, 2026, 2027}
    assert all(each.is_pact and each.places % 2 == 0 and not each.second_action for each in divided)
    assert len(divided) == len({each.year for each in divided})


def test_two_bodies_buy_the_same_things_until_2020_then_each_its_own() -> None:
    buyers: dict[tuple[int, str, str], set[bool]] = {}
    for each in whole_supply():
        cell = (each.was_on.year, each.family.formacode[:3], each.town.department)
        buyers.setdefault(cell, set()).add(is_bought_by_second(each))
    both = Counter(year for (year, _, _), bought in buyers.items() if len(bought) == 2)
    assert both[2020] > 20
    assert both[2021] < both[2020] / 2
    assert both[2019] > 20
