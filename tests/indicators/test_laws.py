"""Invariants between indicators, on three thousand generated entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from bench.invented.facts import DEPARTMENTS, write_facts
from pacte.indicators.queries import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.examples import UNLIMITED_SCOPE
from pacte.indicators.queries.store import open_facts
from pacte.indicators.queries.zones import fill_zones
from pacte.indicators.records import AnswerRow, IndicatorQuestion, Value

FIRST, LAST = date(2018, 1, 1), date(2023, 6, 30)
ADDITIVE = ("entries_by_residence", "entries_by_session", "low_qualified_entries", "trainee_hours_realised")


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    place = tmp_path_factory.mktemp("facts")
    write_facts(place, entries=3_000, on_progress=lambda _: None)
    with open_facts(on=LAST, facts_dir=place, threads=1) as connection:
        fill_zones(connection, {f"{where}{rank:03d}": where for where in DEPARTMENTS for rank in range(1, 291)})
        yield connection


def lines(facts: duckdb.DuckDBPyConnection, code: str, *by: str, last: date = LAST) -> list[AnswerRow]:
    question = IndicatorQuestion(FIRST, last, LAST, codes=(code,), by=by)
    (answer,) = compute_answers(facts, [indicators()[code]], question, UNLIMITED_SCOPE, labels={})
    return list(answer.rows)


def value(facts: duckdb.DuckDBPyConnection, code: str) -> Value:
    return lines(facts, code)[0].value


def rate(facts: duckdb.DuckDBPyConnection, code: str) -> float:
    return float(value(facts, code).number or 0)


@pytest.mark.parametrize("code", ADDITIVE)
@pytest.mark.parametrize("by", [("zone",), ("month",), ("zone", "month"), ("level",)])
def test_parts_add_up_to_the_whole(facts: duckdb.DuckDBPyConnection, code: str, by: tuple[str, ...]) -> None:
    whole, *cells = lines(facts, code, *by)
    assert len(cells) > 2
    assert sum(cell.value.numerator or 0 for cell in cells) == pytest.approx(whole.value.numerator)
    assert whole.value == value(facts, code)


def test_people_are_counted_once_in_the_whole(facts: duckdb.DuckDBPyConnection) -> None:
    whole, *cells = lines(facts, "people_trained", "zone", "month")
    assert whole.value == value(facts, "people_trained")
    assert (whole.value.numerator or 0) < sum(cell.value.numerator or 0 for cell in cells)
    assert (whole.value.numerator or 0) < (value(facts, "entries_by_residence").numerator or 0)


def test_places_taken_are_at_most_those_bought(facts: duckdb.DuckDBPyConnection) -> None:
    assert 0 < rate(facts, "fill_of_places_bought") + rate(facts, "places_lost") <= 100


def test_ends_are_one_partition_from_which_completion_is_read(facts: duckdb.DuckDBPyConnection) -> None:
    _, *cells = lines(facts, "ended_journeys", "end")
    shares = {cell.keys[0][1]: float(cell.value.number or 0) for cell in cells}
    assert sum(shares.values()) == pytest.approx(100)
    assert rate(facts, "completion") == pytest.approx(shares.get("to_term", 0) + shares.get("goal_reached", 0))


def test_certified_of_entered_is_presented_times_certified(facts: duckdb.DuckDBPyConnection) -> None:
    product = rate(facts, "presented_to_jury") * rate(facts, "certified_of_presented") / 100
    assert rate(facts, "certified_of_entered") == pytest.approx(product)
    assert rate(facts, "certified_of_entered") + rate(facts, "partial_certification") <= 100


def test_a_certifying_follow_on_is_a_follow_on(facts: duckdb.DuckDBPyConnection) -> None:
    assert rate(facts, "further_certifying_training") <= rate(facts, "further_training")


@pytest.mark.parametrize("months", [6, 12])
def test_in_a_job_on_a_day_is_at_most_a_job_before_it(facts: duckdb.DuckDBPyConnection, months: int) -> None:
    held, had = value(facts, f"in_job_{months}_months"), value(facts, f"access_to_job_{months}_months")
    assert held.denominator == had.denominator
    assert (held.number or 0) <= (had.number or 0)


def test_a_longer_period_never_counts_fewer(facts: duckdb.DuckDBPyConnection) -> None:
    counted = [lines(facts, "entries_by_residence", last=date(year, 12, 31))[0].value.numerator or 0
               for year in range(2018, 2023)]  # fmt: skip
    assert counted == sorted(counted)
    assert counted[0] < counted[-1]
