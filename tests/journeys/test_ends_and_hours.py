"""Kinds of end add up to the total; hours come from signed half-days; each event lists its consequences."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.attendance import (
    HALF_DAYS,
    Presence,
    Week,
    half_days,
    minutes_realised,
    week_defects,
)
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer, side_effects_of
from pacte.journeys.rules.ends import partition_ends, tenths

MONDAY = date(2021, 1, 11)
MARKS = st.text(alphabet="".join(Presence), min_size=HALF_DAYS, max_size=HALF_DAYS)


@given(st.lists(st.one_of(st.none(), st.sampled_from(list(EndKind)))))
def test_ends_are_a_partition_of_the_journeys_whose_end_is_due(ends: list[EndKind | None]) -> None:
    found = partition_ends(ends)
    assert found.due + found.not_due == len(ends)
    assert sum(found.of([kind]) for kind in EndKind) == found.due


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=9))
def test_shares_that_are_shown_add_up_to_a_hundred(counts: list[int]) -> None:
    found = tenths(counts)
    assert sum(found) == (1_000 if sum(counts) else 0)
    assert all(
        abs(share - 1_000 * count / sum(counts)) < 1 for share, count in zip(found, counts, strict=True) if count
    )


def test_minutes_need_a_presence_and_no_week_passes_what_was_planned() -> None:
    assert week_defects(Week(MONDAY, "A" * 10 + "----", 60)) == ("minutes_without_presence",)
    assert week_defects(Week(MONDAY, "P" * 10 + "----", 2400), planned_minutes=2100) == ("over_planned",)
    assert week_defects(Week(MONDAY + timedelta(days=1), "P" * 13, 10)) == ("monday", "marks")
    assert week_defects(Week(MONDAY, "P" * 10 + "----", 2100), planned_minutes=2100) == ()


@given(MARKS, st.integers(0, 5000))
def test_a_week_without_defect_has_hours_only_where_somebody_was(marks: str, minutes: int) -> None:
    week = Week(MONDAY, marks, minutes)
    if not week_defects(week) and minutes:
        assert any(mark in (Presence.PRESENT, Presence.DISTANCE) for _, _, mark in half_days(week))
    assert minutes_realised([week, week]) == 2 * minutes


def test_every_consequence_has_its_sentence_and_somebody_who_does_it() -> None:
    assert set(LABELS) == set(Consequence)
    every = [due for kind in StepKind for due in side_effects_of(kind, EndKind.DROPOUT)]
    assert {due.who for due in every} == set(Doer)


def test_who_is_not_kept_or_drops_out_is_owed_a_proposal() -> None:
    assert Consequence.NEXT_PROPOSAL in {due.what for due in side_effects_of(StepKind.NOT_KEPT)}
    assert Consequence.NEXT_PROPOSAL in {due.what for due in side_effects_of(StepKind.ENDED, EndKind.DROPOUT)}
    to_job = {due.what for due in side_effects_of(StepKind.ENDED, EndKind.TO_JOB)}
    assert Consequence.SEAT_FREED in to_job
    assert Consequence.NEXT_PROPOSAL not in to_job
    to_term = {due.what for due in side_effects_of(StepKind.ENDED, EndKind.TO_TERM)}
    assert Consequence.SEAT_FREED not in to_term
    assert {Consequence.HOURS_DUE, Consequence.PAY_STOPPED} <= to_term
