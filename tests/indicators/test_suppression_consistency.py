"""An answer hides what the tables of journeys hide, even for a zone without anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pacte.indicators.queries.aggregation import split_labels
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.publications import public_tables
from pacte.indicators.records import AnswerRow, IndicatorQuestion, TerritoryRule, Value, ValueState
from pacte.indicators.rules.public_table_margins import absent_keys, zones_to_withhold
from pacte.indicators.rules.suppression import known_on_refusal, question_refusal
from pacte.indicators.rules.suppression_consistency import is_row_suppressed, suppressed_ranks, with_absent_rows
from pacte.journeys.records.counts import ANSWERS, ANY_ROW

YEAR = IndicatorQuestion(date(2021, 1, 1), date(2021, 12, 31), date(2022, 6, 1))
BY_ZONE = IndicatorQuestion(date(2021, 1, 1), date(2021, 12, 31), date(2022, 6, 1), by=("zone",))
ENTERED = frozenset({"entered"})


def counted(number: int, zone: str = "") -> AnswerRow:
    return AnswerRow((("zone", zone, zone),) if zone else (), Value(ValueState.NUMBER, Fraction(number), float(number)))


def test_a_line_that_is_hidden_there_is_hidden_here() -> None:
    lines = [counted(60), counted(40, "18"), counted(20, "36")]
    asked = indicator("entries_by_residence")
    assert suppressed_ranks(asked, BY_ZONE, lines, {}) == set()
    assert suppressed_ranks(asked, BY_ZONE, lines, {("residence", 2021, "36"): ENTERED}) == {1}
    assert suppressed_ranks(asked, BY_ZONE, lines, {("residence", 2020, "36"): ENTERED}) == set()
    assert suppressed_ranks(asked, BY_ZONE, lines, {("residence", 2021, "36"): frozenset({"informed"})}) == set()
    assert suppressed_ranks(asked, BY_ZONE, lines, {("residence", 2021, ANY_ROW): ENTERED}) == {0, 1}
    assert suppressed_ranks(asked, BY_ZONE, lines, {("year", 2021, "2021"): ENTERED}) is None


def test_a_zone_without_anybody_is_not_told_by_its_absence() -> None:
    asked, lines = indicator("entries_by_residence"), [counted(40), counted(40, "18")]
    told = with_absent_rows(asked, BY_ZONE, lines, {("residence", 2021, "45"): ENTERED}, {"45": "Loiret"})
    assert [line.keys for line in told[2:]] == [(("zone", "45", "Loiret"),)]
    assert is_row_suppressed(asked, BY_ZONE, told[2], {("residence", 2021, "45"): ENTERED})
    assert with_absent_rows(asked, BY_ZONE, lines, {("residence", 2021, "18"): ENTERED}, {}) == tuple(lines)
    assert with_absent_rows(
        indicator("entries_by_session"), BY_ZONE, lines, {("residence", 2021, "45"): ENTERED}, {}
    ) == (tuple(lines))


def test_a_public_without_anybody_is_written_in_words() -> None:
    by_public = replace(YEAR, by=("public",))
    hidden = {("age", 2021, "under_26"): ENTERED}
    told = with_absent_rows(
        indicator("entries_by_residence"), by_public, [counted(40)], hidden, split_labels("public", {})
    )  # fmt: skip
    assert [line.keys for line in told[1:]] == [(("public", "under_26", "moins de 26 ans"),)]
    assert split_labels("zone", {"zone": {"45": "Loiret"}}) == {"unknown": "non connu", "45": "Loiret"}


def test_a_public_table_has_a_line_for_a_zone_whose_count_is_hidden() -> None:
    table = next(each for each in public_tables().values() if each.by[0] == "zone" and "part" not in each.by)
    keys = {("18", *("x" for _ in table.by[1:]))}
    hidden = {("residence", "45"): frozenset(), ("residence", "18"): ENTERED}
    assert absent_keys(table, TerritoryRule.RESIDENCE, keys, hidden) == {("45", *("x" for _ in table.by[1:]))}
    assert absent_keys(table, TerritoryRule.SESSION, keys, hidden) == set()


@pytest.mark.parametrize(
    ("known", "line", "told"),
    [
        (("26_44",), "", {"unknown"}),
        (("26_44",), "45_over", {"45_54", "55_plus"}),
        (("26_44", "55_plus"), "45_over", set()),
        (("26_44",), "26_44", set()),
    ],
    ids=["of no known age", "a line of two classes", "one of its classes is there", "its class is there"],
)
def test_a_public_table_has_a_line_for_an_age_whose_count_is_hidden(
    known: tuple[str, ...], line: str, told: set[str]
) -> None:
    keys = {("qualifying", age) for age in known}
    found = absent_keys(
        public_tables()["entries_by_objective"], TerritoryRule.SESSION, keys, {("age", line): frozenset()}
    )
    assert found == {("qualifying", age) for age in told}


@pytest.mark.parametrize("code", ["in_job_6_months", "in_job_12_months", "survey_response_rate"])
def test_a_year_whose_answers_are_hidden_has_no_rate_of_them(code: str) -> None:
    line = AnswerRow((), Value(ValueState.NUMBER, Fraction(1, 2), 20.0, 40.0))
    hidden = {(ANSWERS, 2021, "6"): frozenset({"due", "answered", "in_job"})}
    assert is_row_suppressed(indicator(code), YEAR, line, hidden)
    assert not is_row_suppressed(indicator("entries_by_session"), YEAR, line, hidden)


@pytest.mark.parametrize(
    "code", ["in_job_6_months", "access_to_job_12_months", "survey_response_rate", "chained_paths"]
)
@pytest.mark.parametrize("by", ["zone", "public"])
def test_what_is_counted_by_year_of_the_end_is_read_whole(code: str, by: str) -> None:
    """The same people are cut by place and age by year of start: comparing both would reveal small counts."""
    cut = replace(YEAR, by=(by,))
    assert "demandez l’ensemble d’une année" in question_refusal(indicator(code), cut)
    assert question_refusal(indicator(code), YEAR) == ""
    assert question_refusal(indicator("entries_by_residence"), cut) == ""


@pytest.mark.parametrize(
    ("crossing", "zones"),
    [
        ({"18": 40, "36": 30, "45": 20}, set()),
        ({"18": 40, "36": 30, "45": 0}, set()),
        ({"18": 40, "36": 30, "45": 2}, {"36", "45"}),
        ({"18": 4, "36": 3}, {"18", "36"}),
    ],
    ids=["many everywhere", "nobody", "few, and the next", "few in all"],
)
def test_zones_of_which_few_cross_new_year_are_apart(crossing: dict[str, int], zones: set[str]) -> None:
    assert zones_to_withhold([crossing, {"18": 50, "36": 50, "45": 50}]) == zones


@pytest.mark.parametrize("code", ["completion", "certified_of_entered", "cost_per_job"])
def test_sessions_that_are_over_on_a_day_are_read_today_alone(code: str) -> None:
    closing = IndicatorQuestion(date(2021, 1, 1), date(2021, 12, 31), date(2021, 12, 31))
    assert "tel que c’est connu aujourd’hui" in known_on_refusal(indicator(code), closing, date(2022, 6, 1))
    assert known_on_refusal(indicator("entries_by_session"), closing, date(2022, 6, 1)) == ""
