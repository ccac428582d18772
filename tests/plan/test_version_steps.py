"""Lifecycle of a version as data, and which version is in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.plan.permissions import ACTS
from pacte.plan.records import VersionState
from pacte.plan.rules.versions import (
    VERSION_TRANSITIONS,
    is_frozen,
    missing_required_fields,
    next_transition,
    superseded_on,
    version_in_force,
)

VOTE = {"vote_body": "Assemblée plénière", "vote_number": "DAP 19.01.05", "voted_on": date(2019, 2, 28)}


@dataclass(frozen=True)
class Edition:
    number: int
    in_force_from: date | None = None
    state: VersionState = VersionState.IN_FORCE


FIRST, AMENDED = Edition(1, date(2019, 1, 1)), Edition(2, date(2020, 3, 4))
DRAFT = Edition(3, None, VersionState.DRAFT)
SIGNED = Edition(4, date(2020, 6, 1), VersionState.SIGNED)
ALL = (AMENDED, DRAFT, SIGNED, FIRST)


def test_there_is_one_road_from_draft_to_in_force() -> None:
    road, state = [VersionState.DRAFT], VersionState.DRAFT
    while step := next_transition(state):
        state = step.after
        road.append(state)
    assert road == list(VersionState)
    assert len(VERSION_TRANSITIONS) == 3


def test_each_step_takes_a_right_that_exists() -> None:
    assert {step.act for step in VERSION_TRANSITIONS} <= set(ACTS)


def test_a_vote_needs_its_body_its_number_and_its_date() -> None:
    step = next_transition(VersionState.DRAFT)
    assert step is not None
    assert missing_required_fields(step, VOTE) == ()
    assert [need.field for need in missing_required_fields(step, {})] == ["vote_body", "vote_number", "voted_on"]
    assert [need.label for need in missing_required_fields(step, {**VOTE, "vote_number": "  "})] == [
        "le numéro de la délibération"
    ]


@pytest.mark.parametrize(
    ("state", "field"), [(VersionState.VOTED, "signed_on"), (VersionState.SIGNED, "in_force_from")]
)
def test_signing_and_putting_in_force_need_a_date(state: VersionState, field: str) -> None:
    step = next_transition(state)
    assert step is not None
    assert [need.field for need in missing_required_fields(step, {})] == [field]
    assert missing_required_fields(step, {field: date(2019, 3, 1)}) == ()


def test_only_a_draft_can_change() -> None:
    assert [is_frozen(state) for state in VersionState] == [False, True, True, True]


def test_the_plan_of_a_day_is_the_latest_version_in_force_by_then() -> None:
    assert version_in_force(ALL, date(2018, 12, 31)) is None
    assert version_in_force(ALL, date(2019, 1, 1)) is FIRST
    assert version_in_force(ALL, date(2020, 3, 3)) is FIRST
    assert version_in_force(ALL, date(2020, 3, 4)) is AMENDED
    assert version_in_force(ALL, date(2026, 1, 1)) is AMENDED


def test_of_two_versions_of_one_day_the_later_number_holds() -> None:
    twin = Edition(5, AMENDED.in_force_from)
    assert version_in_force((twin, AMENDED), date(2020, 3, 4)) is twin
    assert superseded_on(AMENDED, (twin, AMENDED)) == AMENDED.in_force_from


def test_a_version_is_superseded_by_date_and_never_by_a_draft() -> None:
    assert superseded_on(FIRST, ALL) == date(2020, 3, 4)
    assert superseded_on(AMENDED, ALL) is None
    assert superseded_on(DRAFT, ALL) is None


@given(st.lists(st.dates(date(2019, 1, 1), date(2022, 12, 31)), min_size=1, max_size=6), st.integers(0, 1500))
def test_a_version_in_force_on_a_day_is_not_superseded_by_that_day(days: list[date], offset: int) -> None:
    versions = [Edition(number, day) for number, day in enumerate(days)]
    on = date(2019, 1, 1) + timedelta(days=offset)
    found = version_in_force(versions, on)
    if found is None:
        assert min(days) > on
    else:
        end = superseded_on(found, versions)
        assert end is None or end > on
