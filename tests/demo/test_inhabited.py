"""A visitor finds the actions of the plan inhabited: lots in words, orders that serve them, files, desks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
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


def test_each_lot_is_of_a_zone_that_exists(shown: dict[str, Any]) -> None:
    zones = {tuple(each) for each in shown["zones"]}
    assert {(kind, code) for _, _, kind, code in shown["lots"]} <= zones
    kinds = Counter(kind for _, _, kind, _ in shown["lots"])
    assert set(kinds) == {"living_area", "department", "region"}, "the second buyer buys for the region"
    assert min(kinds["living_area"], kinds["department"]) > 10, kinds


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
    worksites = [each[5] for each in shown["cases"] if each[0] == "training_worksite"]
    values = [json.loads(each) if isinstance(each, str) else each for each in worksites]
    assert set(Counter(each["commune"][:2] for each in values).values()) == {2}


def test_most_requests_of_adaptation_are_sent_by_advisers_and_a_few_by_providers_on_their_day(
    shown: dict[str, Any],
) -> None:
    senders = Counter(kind == "training_provider" for kind, *_ in shown["requests"])
    assert 0 < senders[True] < senders[False] / 4
    assert all(person and "demo" not in person for *_, person in shown["requests"])
    for _, sent_at, recorded_at, _ in shown["requests"]:
        waited = datetime.fromisoformat(sent_at) - datetime.fromisoformat(recorded_at)
        assert timedelta() <= waited < timedelta(days=1)


def test_each_experiment_that_began_has_a_first_measure(shown: dict[str, Any]) -> None:
    begun = {title: measures for title, locked_on, measures in shown["experiments"] if locked_on}
    assert len(begun) > 5
    assert [title for title, measures in begun.items() if not measures] == []


def test_each_experiment_that_began_has_sessions_of_its_own_in_both_arms(shown: dict[str, Any]) -> None:
    arms = {(title, arm) for title, _, arm, *_ in shown["arms"]}
    begun = [title for title, locked_on, _ in shown["experiments"] if locked_on]
    assert [(title, arm) for title in begun for arm in ("with", "without") if (title, arm) not in arms] == []


def test_each_experiment_has_sessions_and_only_the_one_that_compares_to_nothing_has_one_arm(
    shown: dict[str, Any],
) -> None:
    arms: dict[str, set[str]] = {title: set() for title, *_ in shown["experiments"]}
    for title, _, arm, *_ in shown["arms"]:
        arms[title].add(arm)
    assert {title: own for title, own in arms.items() if len(own) < 2} == {
        "Dedans-dehors : une place réservée à la sortie": {"with"}
    }


def test_two_experiments_of_one_action_do_not_share_their_sessions(shown: dict[str, Any]) -> None:
    sessions: dict[tuple[str, str], frozenset[int]] = {}
    for title, number, _, session, *_ in shown["arms"]:
        sessions[number, title] = sessions.get((number, title), frozenset()) | {session}
    by_action = Counter(number for number, _ in sessions)
    assert by_action["18"] == 3
    for number in (each for each, count in by_action.items() if count > 1):
        own = [ids for (action, _), ids in sessions.items() if action == number]
        assert len(set(own)) == len(own), number


def test_sessions_are_attached_while_the_experiment_is_open_and_most_of_them_in_advance(shown: dict[str, Any]) -> None:
    days = [
        tuple(map(date.fromisoformat, (since, opened_on, starts_on)))
        for *_, since, opened_on, starts_on in shown["arms"]
    ]
    assert [day for day in days if not day[1] <= day[0] <= DEFAULT_DAY] == []
    late = sum(since > starts_on for since, _, starts_on in days)
    assert 0 < late < len(days) / 10


@pytest.mark.parametrize("email", [each.email for each in demo_logins() if each.role is Role.ADVISER])
def test_each_adviser_has_people_who_are_silent_to_orient_and_invited(shown: dict[str, Any], email: str) -> None:
    desk = shown["desks"][email]
    assert desk.get("silent", 0) >= 2, desk
    assert desk.get("to_do", 0) >= 1, desk
    assert desk.get("open", 0) >= 1, desk
    assert desk.get("invited", 0) >= 2, desk
