"""Progress towards a target: every case has a result, without division by zero or clipping."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.plan.records import Figure, FigureKind
from pacte.plan.rules.progress import PROGRESS_OUTCOME_LABELS, ProgressOutcome, TargetProgress, target_progress
from tests.plan.contents import figures, target
from tests.plans_at_hand import shipped_plan

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=2)
anything = st.none() | st.decimals(allow_nan=True, allow_infinity=True)


def D(text: str) -> Decimal:  # noqa: N802
    return Decimal(text)


def towards(value: str | None = None, low: str | None = None, high: str | None = None) -> Figure:
    return replace(
        target(value=None),
        value=D(value) if value else None,
        minimum=D(low) if low else None,
        maximum=D(high) if high else None,
    )


@pytest.mark.parametrize(
    ("figure", "measured", "baseline", "outcome", "fraction"),
    [
        # rising
        (towards("10"), "0", "0", ProgressOutcome.UNDER_WAY, "0"),
        (towards("10"), "4", "0", ProgressOutcome.UNDER_WAY, "0.4"),
        (towards("10"), "10", "0", ProgressOutcome.REACHED, "1"),
        (towards("10"), "12", "0", ProgressOutcome.EXCEEDED, "1.2"),
        (towards("80"), "60", "70", ProgressOutcome.MOVING_AWAY, "-1"),
        # falling
        (towards("5"), "15", "20", ProgressOutcome.UNDER_WAY, "0.3333333333333333333333333333"),
        (towards("5"), "5", "20", ProgressOutcome.REACHED, "1"),
        (towards("5"), "2", "20", ProgressOutcome.EXCEEDED, "1.2"),
        (towards("5"), "23", "20", ProgressOutcome.MOVING_AWAY, "-0.2"),
        # a target of zero
        (towards("0"), "3", "12", ProgressOutcome.UNDER_WAY, "0.75"),
        (towards("0"), "0", "12", ProgressOutcome.REACHED, "1"),
        (towards("0"), "0", "0", ProgressOutcome.NOT_COMPUTABLE, None),
        # the baseline is the target
        (towards("10"), "10", "10", ProgressOutcome.NOT_COMPUTABLE, None),
        (towards("10"), "14", "10", ProgressOutcome.NOT_COMPUTABLE, None),
        # ranges
        (towards(low="2", high="4"), "1", "0", ProgressOutcome.UNDER_WAY, "0.5"),
        (towards(low="2", high="4"), "2", "0", ProgressOutcome.REACHED, "1"),
        (towards(low="2", high="4"), "3", "0", ProgressOutcome.REACHED, "1.5"),
        (towards(low="2", high="4"), "4", "0", ProgressOutcome.REACHED, "2"),
        (towards(low="2", high="4"), "5", "0", ProgressOutcome.EXCEEDED, "2.5"),
        (towards(low="2", high="4"), "6", "8", ProgressOutcome.UNDER_WAY, "0.5"),
        (towards(low="2", high="4"), "3", "8", ProgressOutcome.REACHED, "1.25"),
        (towards(low="2", high="4"), "3", "3", ProgressOutcome.REACHED, None),
        (towards(low="2", high="4"), "7", "3", ProgressOutcome.NOT_COMPUTABLE, None),
        (towards(low="4", high="2"), "3", "0", ProgressOutcome.NOT_COMPUTABLE, None),
        # one edge
        (towards(low="3"), "9", "0", ProgressOutcome.REACHED, "3"),
        (towards(high="10"), "15", "20", ProgressOutcome.UNDER_WAY, "0.5"),
        (towards(high="10"), "3", "20", ProgressOutcome.REACHED, "1.7"),
    ],
)
def test_each_way_towards_a_target_has_its_outcome(
    figure: Figure, measured: str, baseline: str, outcome: ProgressOutcome, fraction: str | None
) -> None:
    assert target_progress(figure, D(measured), D(baseline)) == TargetProgress(
        outcome, D(fraction) if fraction else None
    )


@pytest.mark.parametrize("kind", [kind for kind in FigureKind if kind is not FigureKind.TARGET])
def test_only_a_target_is_progressed_towards(kind: FigureKind) -> None:
    assert target_progress(replace(target(), kind=kind), D("5")) == TargetProgress(ProgressOutcome.NOT_APPLICABLE)


def test_a_proposed_target_has_no_progress_before_it_is_decided() -> None:
    assert target_progress(target(proposed=True), D("5")) == TargetProgress(ProgressOutcome.NOT_DECIDED)


def test_a_target_without_figure_and_a_target_without_measure_are_told_apart() -> None:
    assert target_progress(towards(), D("5")) == TargetProgress(ProgressOutcome.NO_FIGURE)
    assert target_progress(towards("10"), None) == TargetProgress(ProgressOutcome.NOT_MEASURED)


@pytest.mark.parametrize("wrong", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_not_computed(wrong: str) -> None:
    assert target_progress(towards("10"), D(wrong)).outcome is ProgressOutcome.NOT_COMPUTABLE
    assert target_progress(replace(towards("10"), value=D(wrong)), D("1")).outcome is ProgressOutcome.NOT_COMPUTABLE


@given(figures(), anything, st.decimals(allow_nan=True, allow_infinity=True))
def test_it_never_fails_and_always_has_a_french_word(
    figure: Figure, measured: Decimal | None, baseline: Decimal
) -> None:
    found = target_progress(figure, measured, baseline)
    assert PROGRESS_OUTCOME_LABELS[found.outcome]
    has_fraction = {ProgressOutcome.UNDER_WAY, ProgressOutcome.MOVING_AWAY, ProgressOutcome.EXCEEDED}
    assert found.fraction is not None or found.outcome not in has_fraction


@given(amounts, amounts, amounts, amounts, st.booleans())
def test_a_measure_nearer_to_the_target_never_has_less_progress(
    goal: Decimal, baseline: Decimal, one: Decimal, other: Decimal, as_range: bool
) -> None:
    assume(goal != baseline)
    width = abs(goal - baseline) / 2 if as_range else D("0")
    low, high = (goal, goal + width) if goal > baseline else (goal - width, goal)
    figure = replace(target(value=None), minimum=low, maximum=high)
    farther, nearer = sorted((one, other), reverse=goal < baseline)
    before, after = (
        target_progress(figure, farther, baseline).fraction,
        target_progress(figure, nearer, baseline).fraction,
    )
    assert before is not None
    assert after is not None
    assert before <= after
    assert (before >= 0) is (farther >= baseline if goal > baseline else farther <= baseline)


def test_of_the_shipped_plan_twelve_figures_can_be_progressed_towards_and_one_has_no_number() -> None:
    """Those of actions 2, 6, 19, 21, 26 and 30. The other figures are means, scopes, dates, or not decided."""
    found = [
        (row.number, target_progress(figure, None).outcome) for row in shipped_plan().rows for figure in row.figures
    ]
    open_ones = {ProgressOutcome.NOT_MEASURED, ProgressOutcome.NO_FIGURE}
    assert sorted({number for number, outcome in found if outcome in open_ones}) == ["2", "6", "19", "21", "26", "30"]
    assert sum(outcome in open_ones for _, outcome in found) == 12
    assert [number for number, outcome in found if outcome is ProgressOutcome.NO_FIGURE] == ["26"]
