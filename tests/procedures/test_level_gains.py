"""Levels before and after, as accepted reports say: who gained, what is hidden, what is still owed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pacte.indicators.rules.level_gains import awaited_result, gain_result
from pacte.procedures.records.counts import CountMeasure, LevelColumns
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.level_gains import LevelFigures, level_figures, level_pairs

CALL = procedure_by_code("inclusive_digital_product")
COUNT = CALL.counts[0]
assert COUNT.levels is not None
GAIN = COUNT.levels


def group(learners: int, before: str, after: str = "") -> dict[str, Any]:
    """``before`` and ``after``: the degrees in reading and in writing, « 10 »."""
    codes = {"reading_before": before[0], "writing_before": before[1]}
    codes |= {"reading_after": after[0], "writing_after": after[1]} if after else {}
    return {"learners": learners, **{column: f"d{code}" for column, code in codes.items()}}


def figures(*groups: dict[str, Any]) -> LevelFigures:
    return level_figures(level_pairs(CALL, GAIN), GAIN, [{"groups": list(groups[:1])}, {"groups": list(groups[1:])}])


def test_somebody_gains_who_rises_in_reading_and_in_writing() -> None:
    told = figures(group(20, "10", "21"), group(15, "10", "20"), group(5, "22", "33"))
    assert (told.gained, told.first, told.twice) == (25, 40, 40)
    assert dict(told.means) == {"degrés en lecture": Decimal(1), "degrés en écriture": Decimal("0.625")}


def test_who_left_before_the_second_measure_counts_and_gains_nothing() -> None:
    told = figures(group(20, "10", "21"), group(20, "10"))
    assert (told.gained, told.first, told.twice) == (20, 40, 20)
    assert dict(told.means) == {"degrés en lecture": Decimal(1), "degrés en écriture": Decimal(1)}
    result = gain_result(told)
    assert (result.count, result.total) == (20, 40)
    assert "20\u00a0apprenants mesurés deux fois" in result.precision


def test_a_level_lost_is_no_gain_and_lowers_the_mean() -> None:
    told = figures(group(12, "21", "10"), group(12, "10", "21"))
    assert (told.gained, told.first) == (12, 24)
    assert dict(told.means) == {"degrés en lecture": Decimal(0), "degrés en écriture": Decimal(0)}


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([group(10, "10", "21"), group(40, "10", "10")], id="few gained"),
        pytest.param([group(40, "10", "21"), group(10, "10", "10")], id="few did not"),
    ],
)
def test_a_share_of_few_people_is_hidden(groups: list[dict[str, Any]]) -> None:
    result = gain_result(figures(*groups))
    assert result.withheld
    assert not result.precision


def test_few_who_left_are_not_told_by_difference() -> None:
    result = gain_result(figures(group(20, "10", "21"), group(12, "10", "10"), group(3, "10")))
    assert not result.withheld
    assert not result.precision


def test_without_a_report_what_is_owed_is_said_and_no_zero_stands_for_it() -> None:
    result = awaited_result(2)
    assert not result.is_empty
    assert "2\u00a0conventions signées" in result.lacks


def changed(**words: Any) -> Procedure:
    return replace(CALL, counts=(replace(COUNT, **words), *CALL.counts[1:]))


def test_a_description_names_levels_that_its_report_has() -> None:
    assert description_defects(CALL) == []
    for levels in (
        replace(GAIN, report="other"),
        replace(GAIN, lines="other"),
        replace(GAIN, people="reading_before"),
        replace(GAIN, measured=(LevelColumns("lecture", "reading_before", "learners"),)),
        replace(GAIN, measured=()),
    ):
        assert description_defects(changed(levels=levels)), levels
    assert description_defects(changed(levels=None)) != []
    assert description_defects(changed(measure=CountMeasure.MOVED)) != []
