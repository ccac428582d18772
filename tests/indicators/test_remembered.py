"""Answers kept beside the facts: read by a process that starts, asked under another name once anything has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from pacte.indicators.permissions import RIGHTS, Carries, reach_of, whole_reaches
from pacte.indicators.queries.remembered import FOLDER, Counted, forget_others, remembered
from pacte.indicators.records import Answer, Line, Question, Reach, Stamp, State, Value
from pacte.kernel.actor import ActiveMembership, Actor, Role

QUESTION = Question(date(2019, 1, 1), date(2022, 12, 31), date(2026, 1, 1), ("a", "b"))
REACH = Reach(hosts=frozenset({1, 2}), sees_small=True)
VALUE = Value(State.NUMBER, Fraction(1, 3), 1.0, 3.0, 3, 9, (("entrées", 12.0), ("attente", None)))
COUNTED: Counted = (
    Stamp(5, "2021-01-01T00:00:00", "abc"),
    {
        "a": Answer("a", (Line((), VALUE),), date(2026, 2, 1)),
        "b": Answer("b", (Line((), Value(State.HIDDEN)),), refused="réservé"),
    },
)


class Counter:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Counted:
        self.times += 1
        return COUNTED


def asked(base: Path, count: Counter, **changed: object) -> Counted:
    told = {"digest": "d" * 64, "edition": 2026, "question": QUESTION, "reach": REACH} | changed
    return remembered(base, count=count, **told)  # type: ignore[arg-type]


def test_what_was_counted_is_read_again_word_for_word(tmp_path: Path) -> None:
    count = Counter()
    assert asked(tmp_path, count) == asked(tmp_path, count) == COUNTED
    assert count.times == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"digest": "e" * 64},
        {"edition": 2025},
        {"question": replace(QUESTION, known_on=QUESTION.known_on + timedelta(days=1))},
        {"question": replace(QUESTION, codes=("a",))},
        {"reach": replace(REACH, sees_small=False)},
        {"reach": replace(REACH, hosts=frozenset({1}))},
        {"reach": Reach(referrers=frozenset({1, 2}), sees_small=True)},
        {"question": replace(QUESTION, by=("level",))},
    ],
)
def test_anything_that_changes_is_counted(tmp_path: Path, changed: dict[str, object]) -> None:
    count = Counter()
    asked(tmp_path, count)
    asked(tmp_path, count, **changed)
    assert count.times == 2


def test_a_changed_program_counts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = Counter()
    asked(tmp_path, count)
    monkeypatch.setattr("pacte.indicators.queries.remembered._text", lambda: "another text of the room")
    asked(tmp_path, count)
    assert count.times == 2


def test_a_damaged_or_forbidden_file_is_counted_and_other_facts_are_forgotten(tmp_path: Path) -> None:
    count = Counter()
    asked(tmp_path, count)
    (kept,) = (tmp_path / FOLDER).glob("*.json")
    kept.write_text("{")
    assert asked(tmp_path, count) == COUNTED
    forget_others(tmp_path, "d" * 64)
    assert kept.exists()
    forget_others(tmp_path, "e" * 64)
    assert not kept.exists()
    (tmp_path / FOLDER).rmdir()
    (tmp_path / FOLDER).write_text("no folder")
    assert asked(tmp_path, count) == COUNTED
    assert count.times == 3


def test_every_role_that_counts_a_whole_pact_has_its_answers_prepared() -> None:
    prepared = whole_reaches(7)
    for role in Role:
        actor = Actor(
            person_id=1, name="quelqu’un", memberships=(ActiveMembership(role=role, organisation_id=3, host_id=7),)
        )
        if RIGHTS["indicators.ask"][role] is Carries.HOST:
            assert reach_of(actor, 7) in prepared
