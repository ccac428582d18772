"""Cache of answers on disk: a new process reads it, and its key changes whenever anything changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from pacte.indicators.permissions import RIGHTS, IndicatorAccessLevel, count_scope_of, whole_pact_scopes
from pacte.indicators.queries.disk_cache import CACHE_FOLDER, AnswerFiles, StampedAnswers, evict_stale_answers
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    FactsStamp,
    IndicatorAnswer,
    IndicatorQuestion,
    Value,
    ValueState,
)
from pacte.kernel.actor import ActiveMembership, Actor, Role

QUESTION = IndicatorQuestion(date(2019, 1, 1), date(2022, 12, 31), date(2026, 1, 1), ("a", "b"))
REACH = CountScope(hosts=frozenset({1, 2}), sees_small=True)
VALUE = Value(ValueState.NUMBER, Fraction(1, 3), 1.0, 3.0, 3, 9, (("entrées", 12.0), ("attente", None)))
KEYS = (("level", "3", "CAP"), ("month", "2020-11", ""))
COUNTED: StampedAnswers = (
    FactsStamp(5, "2021-01-01T00:00:00", "abc"),
    {
        "a": IndicatorAnswer("a", (AnswerRow((), VALUE),), date(2026, 2, 1)),
        "b": IndicatorAnswer("b", (AnswerRow((), Value(ValueState.HIDDEN)),), refusal="réservé"),
        "c": IndicatorAnswer(
            "c", (AnswerRow((), VALUE), AnswerRow((("level", "3", "CAP"), ("month", "2020-11", "")), VALUE))
        ),
    },
)


class Counter:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> StampedAnswers:
        self.times += 1
        return COUNTED


def asked(base: Path, count: Counter, **changed: object) -> StampedAnswers:
    told = {"digest": "d" * 64, "edition": 2026, "question": QUESTION, "scope": REACH} | changed
    question = told.pop("question")
    return AnswerFiles(base, **told).get(question, count)  # type: ignore[arg-type]


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
        {"scope": replace(REACH, sees_small=False)},
        {"scope": replace(REACH, hosts=frozenset({1}))},
        {"scope": CountScope(referrers=frozenset({1, 2}), sees_small=True)},
        {"question": replace(QUESTION, by=("level",))},
    ],
)
def test_anything_that_changes_is_counted(tmp_path: Path, changed: dict[str, object]) -> None:
    count = Counter()
    asked(tmp_path, count)
    asked(tmp_path, count, **changed)
    assert count.times == 2


def test_a_split_is_kept_when_its_labels_are_in_the_program_or_in_the_territory(tmp_path: Path) -> None:
    count = Counter()
    for by in (("level",), ("zone", "month"), ("provider",), ("level", "domain")):
        question = replace(QUESTION, by=by)
        assert asked(tmp_path, count, question=question) == asked(tmp_path, count, question=question) == COUNTED
    assert count.times == 1 + 1 + 2 + 2


def test_a_changed_program_counts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = Counter()
    asked(tmp_path, count)
    monkeypatch.setattr("pacte.indicators.queries.disk_cache._source_digest", lambda: "another text of the room")
    asked(tmp_path, count)
    assert count.times == 2


def test_a_damaged_or_forbidden_file_is_counted_and_other_facts_are_forgotten(tmp_path: Path) -> None:
    count = Counter()
    asked(tmp_path, count)
    (kept,) = (tmp_path / CACHE_FOLDER).glob("*.json")
    kept.write_text("{")
    assert asked(tmp_path, count) == COUNTED
    evict_stale_answers(tmp_path, "d" * 64)
    assert kept.exists()
    evict_stale_answers(tmp_path, "e" * 64)
    assert not kept.exists()
    (tmp_path / CACHE_FOLDER).rmdir()
    (tmp_path / CACHE_FOLDER).write_text("no folder")
    assert asked(tmp_path, count) == COUNTED
    assert count.times == 3


def test_every_role_that_counts_a_whole_pact_has_its_answers_prepared() -> None:
    prepared = whole_pact_scopes(7)
    roles = [role for role in Role if RIGHTS["indicators.ask"][role] is IndicatorAccessLevel.HOST]
    assert roles
    for role in roles:
        membership = ActiveMembership(role=role, organisation_id=3, host_id=7)
        assert count_scope_of(Actor(person_id=1, name="quelqu’un", memberships=(membership,)), 7) in prepared
