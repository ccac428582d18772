"""A visitor finds the actions of the plan inhabited: lots in words, orders that serve them, files, desks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pacte.cli.demo_day import DEFAULT_DAY
from pacte.demo.logins import demo_logins
from pacte.demo.region.holidays import public_holidays
from pacte.demo.stories.action_purchases import purchase_stories
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.actor import Role
from tests.demonstration import bare_environment, copied_demonstration
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("own_day")
_READ = "from tests.demo.inhabited_facts import main; main()"
_FIRST_PLAN = "centre-val-de-loire_2019-2022"


@pytest.fixture(scope="module")
def shown() -> Iterator[dict[str, Any]]:
    with open_folder() as home:
        copied_demonstration(home)
        path = f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"
        done = subprocess.run(
            [sys.executable, "-m", "pacte", "django", "shell", "--verbosity", "0", "-c", _READ],
            env=bare_environment(home) | {"PYTHONPATH": path}, cwd=home, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        yield json.loads(done.stdout.strip().splitlines()[-1])


def test_each_lot_is_of_a_living_area_or_a_department_that_exists(shown: dict[str, Any]) -> None:
    zones = {tuple(each) for each in shown["zones"]}
    assert {(kind, code) for _, _, kind, code in shown["lots"]} <= zones
    kinds = Counter(kind for _, _, kind, _ in shown["lots"])
    assert set(kinds) == {"epci", "department"}
    assert min(kinds.values()) > 10, kinds


def test_lots_and_orders_have_words_for_their_domain(shown: dict[str, Any]) -> None:
    titles = [title for _, title, *_ in shown["lots"]] + [title for title, *_ in shown["orders"]]
    assert [each for each in titles if re.search(r"[Dd]omaine \d|\d{3}\b(?<!20\d\d)", each)] == []
    assert all("fictif" in each or "fictive" in each or each.startswith("Complément") for each in titles)


def test_each_action_that_buys_training_is_named_by_an_order(shown: dict[str, Any]) -> None:
    (story,) = (each for each in purchase_stories().plans if each.plan == _FIRST_PLAN)
    named = {number for _, fund, plan, number in shown["orders"] if fund == "pact" and plan == _FIRST_PLAN}
    assert named == {str(each.action) for each in story.actions}
    assert all(number for _, fund, _, number in shown["orders"] if fund == "pact")


def test_no_session_starts_on_a_holiday_nor_at_a_weekend(shown: dict[str, Any]) -> None:
    starts = [date.fromisoformat(day) for (day,) in shown["starts"] if day]
    assert [day for day in starts if day.weekday() > 4 or day in public_holidays(day.year)] == []
    assert len(starts) > 50


def test_a_session_that_is_held_has_its_minimum(shown: dict[str, Any]) -> None:
    assert shown["confirmed"] == []


def test_ten_renovations_and_twelve_worksites_are_under_way_or_done(shown: dict[str, Any]) -> None:
    stages = {code: Counter[str]() for code in ("training_renovation", "training_worksite")}
    for code, stage, opened_on, ended_on, _, _ in shown["cases"]:
        if code in stages:
            stages[code][stage] += 1
            assert DEFAULT_DAY >= date.fromisoformat(ended_on or opened_on) >= date.fromisoformat(opened_on)
    assert stages["training_renovation"] == {"renewed": 4, "rewriting": 3, "test": 1, "gaps": 1, "chosen": 1}
    assert stages["training_worksite"] == {"done": 3, "open": 4, "preparation": 2, "proposed": 3}


def test_two_worksites_a_department_as_the_plan_asks(shown: dict[str, Any]) -> None:
    values = [json.loads(each[5]) if isinstance(each[5], str) else each[5] for each in shown["cases"]]
    assert set(Counter(each["department"] for each in values if "department" in each).values()) == {2}


def test_each_experiment_that_began_has_a_first_measure(shown: dict[str, Any]) -> None:
    begun = {title: measures for title, locked_on, measures, _ in shown["experiments"] if locked_on}
    assert len(begun) > 5
    assert [title for title, measures in begun.items() if not measures] == []


def test_the_experiments_on_trainings_have_sessions(shown: dict[str, Any]) -> None:
    assert sum(sessions > 0 for *_, sessions in shown["experiments"]) >= 6


@pytest.mark.parametrize("email", [each.email for each in demo_logins() if each.role is Role.ADVISER])
def test_each_adviser_has_people_who_are_silent_to_orient_and_invited(shown: dict[str, Any], email: str) -> None:
    desk = shown["desks"][email]
    assert desk.get("silent", 0) >= 2, desk
    assert desk.get("to_do", 0) >= 1, desk
    assert desk.get("open", 0) >= 1, desk
    assert desk.get("invited", 0) >= 2, desk
