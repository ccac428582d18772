"""The median wait counts who still waits, and says when it does not exist."""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pytest

from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.examples import example_value
from pacte.indicators.records import STATE_LABELS, MeasureCounts, ValueState
from pacte.indicators.records.survival import median_survival_sql
from pacte.indicators.rules.values import indicator_value, is_magnitude

# Weeks of remission of the trial of E. J. Freireich et al. (Blood 21, 1963), the textbook example; « + » is censored.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
WAIT = indicator("literacy_wait")


def median(observed: str, *, among: str = "true") -> Any:
    lines = ", ".join(f"({each.rstrip('+')}, {not each.endswith('+')})" for each in observed.split())
    text = median_survival_sql("days", "came", among)
    ((found,),) = duckdb.sql(f"select {text} from (values {lines}) told (days, came)").fetchall()
    return found


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (TREATED, 23),
        (PLACEBO, 8),
        ("5", 5),
        ("0 0 9+", 0),
        ("3 8+ 8", 8),
        ("10 20+ 30 40", 30),
        ("10 20+ 30+ 40+", math.inf),
        ("7+", math.inf),
    ],
)
def test_the_median_is_that_of_the_product_limit(observed: str, expected: float) -> None:
    assert median(observed) == expected


def test_who_still_waits_makes_the_median_longer_never_shorter() -> None:
    found_something = " ".join(each for each in TREATED.split() if not each.endswith("+"))
    assert (median(found_something), median(TREATED)) == (10, 23)


def test_over_nobody_there_is_no_median() -> None:
    assert median("5", among="days > 9") is None


def test_a_median_that_does_not_exist_is_said_not_invented() -> None:
    assert is_magnitude(WAIT)
    never = indicator_value(WAIT, MeasureCounts(math.inf, side_counts=(("sans suite", 40.0),)))
    assert (never.state, never.number, never.numerator) == (ValueState.UNREACHED, None, None)
    assert "plus de la moitié attend encore" in STATE_LABELS[never.state]
    assert indicator_value(WAIT, MeasureCounts(None)).state is ValueState.MISSING
    assert [example_value(WAIT, each).state for each in WAIT.examples] == [ValueState.NUMBER, ValueState.UNREACHED]
