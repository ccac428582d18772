"""Each entry of the catalogue has every required field, and its examples give the expected figures."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.indicators.facts.dimensions import MONTH, PEOPLE, PLACES, WITHOUT_TERRITORY
from pacte.indicators.facts.lineage import SOURCE_TABLES
from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries import example_value, indicators
from pacte.indicators.queries.aggregation import refusal_reason
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.examples import UNLIMITED_SCOPE, open_example
from pacte.indicators.records import Indicator, IndicatorExample, IndicatorKind, IndicatorQuestion

CASES = [
    pytest.param(each, example, id=f"{each.code}-{rank}")
    for each in indicators().values()
    for rank, example in enumerate(each.examples, start=1)
]


@pytest.mark.parametrize(("indicator", "example"), CASES)
def test_an_indicator_counts_what_its_example_says(indicator: Indicator, example: IndicatorExample) -> None:
    value = example_value(indicator, example)
    assert (value.numerator or 0) == pytest.approx(example.numerator or 0)
    if indicator.is_rate:
        assert (value.denominator or 0) == pytest.approx(example.denominator or 0)


def question_of(indicator: Indicator, example: IndicatorExample, *, by: tuple[str, ...] = ()) -> IndicatorQuestion:
    return IndicatorQuestion(date(2000, 1, 1), example.on, example.on, codes=(indicator.code,), by=by)


SPLIT_BY_MONTH = [
    pytest.param(each, example, id=f"{each.code}-{rank}")
    for each in indicators().values()
    for rank, example in enumerate(each.examples, start=1)
    if not refusal_reason(each, question_of(each, example, by=(MONTH,)), UNLIMITED_SCOPE)
]


@pytest.mark.drawn(("indicator", "example"), SPLIT_BY_MONTH, 20)
def test_split_by_month_the_whole_stays_what_it_is(indicator: Indicator, example: IndicatorExample) -> None:
    """The total of a split, added up from its cells where possible, equals the figure asked without split."""
    alone, split = question_of(indicator, example), question_of(indicator, example, by=(MONTH,))
    with open_example(example.facts, on=example.on) as connection:
        (whole,), (added,) = (
            compute_answers(connection, [indicator], question, UNLIMITED_SCOPE, labels={})
            for question in (alone, split)
        )
    assert added.total.value == whole.total.value


def test_each_relation_is_about_people_places_or_nowhere_and_has_tables_behind_it() -> None:
    assert SOURCE_TABLES.keys() == RELATIONS.keys()
    assert sorted(RELATIONS) == sorted([*PEOPLE, *PLACES, *WITHOUT_TERRITORY])
    assert all(set(tables) <= TABLES.keys() for tables in SOURCE_TABLES.values())


@pytest.mark.parametrize("indicator", [pytest.param(each, id=each.code) for each in indicators().values()])
def test_an_indicator_says_all_that_it_must(indicator: Indicator) -> None:
    said = (indicator.label, indicator.question, indicator.entity, indicator.source, indicator.owner, indicator.code)
    assert all(said), indicator.code
    assert indicator.question.endswith("?")
    if indicator.kind is IndicatorKind.COMPUTED:
        assert indicator.numerator is not None
        assert indicator.examples
        assert indicator.numerator_label
        assert all(measure.relation in RELATIONS for measure in indicator.measures)
        assert not indicator.is_rate or indicator.denominator_label
    else:
        assert indicator.measures == ()
