"""What pays for a session: places and euros divide by line, a person counts whole for each payer and once in total."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from pacte.indicators.queries import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.examples import UNLIMITED_SCOPE, open_example
from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.records.definition import ExampleRows

DAY = date(2022, 12, 31)


def line(session: int, places: int, action: str | None = None, **changed: object) -> dict[str, object]:
    row = {"session": session, "places": places, "hours": places * 100, "cents": places * 9_000, "plan": 1,
           "plan_action": action, "order_fund": "pact", "lot": 7, "starts_on": date(2021, 3, 1)}  # fmt: skip
    return row | changed


def entry(session: int, person: int, **changed: object) -> dict[str, object]:
    return {"session": session, "person": person, "journey": person, **changed}


# Session 1 is bought for two actions, 6 and 4 places; session 2 by one; session 3 by the baseline; session 4 by nobody.
WORLD: dict[str, ExampleRows] = {
    "ledger": [
        line(1, 6, "4"),
        line(1, 4, "18", lot=8),
        line(2, 10, "4"),
        line(3, 10, None, plan=None, order_fund="baseline", lot=9, fund="baseline"),
    ],
    "entries": [
        *(entry(1, person) for person in (1, 2, 3, 4, 5)),
        entry(2, 1, journey=11),
        entry(2, 6),
        *(entry(3, person, fund="baseline") for person in (7, 8, 9)),
        entry(4, 10, fund=None),
    ],
}


def cells(code: str, world: Mapping[str, ExampleRows] | None = None, **asked: object) -> dict[str, float | None]:
    """Numerator by code of the only split, and of the whole under « »."""
    question = IndicatorQuestion(date(2000, 1, 1), DAY, DAY, codes=(code,), **asked)  # type: ignore[arg-type]
    with open_example(world or WORLD, on=DAY) as connection:
        (answer,) = compute_answers(connection, [indicators()[code]], question, UNLIMITED_SCOPE, labels={})
    assert not answer.refusal
    return {row.keys[0][1] if row.keys else "": row.value.numerator for row in answer.rows}


def test_a_person_counts_whole_in_each_action_and_once_in_the_total() -> None:
    assert cells("people_trained", by=("action",)) == {"": 10, "4": 6, "18": 5, "unknown": 4}
    assert cells("entries_by_session", by=("action",)) == {"": 11, "4": 7, "18": 5, "unknown": 4}


def test_places_and_euros_divide_by_line() -> None:
    assert cells("places_bought", by=("action",)) == {"": 30, "4": 16, "18": 4, "unknown": 10}
    assert cells("purchases_by_domain_and_nature", by=("action",)) == {"": 2700, "4": 1440, "18": 360, "unknown": 900}


def test_places_taken_divide_like_the_places() -> None:
    taken = cells("fill_of_places_bought", by=("action",))
    assert taken == {"": 10, "4": pytest.approx(5 * 0.6 + 2), "18": pytest.approx(5 * 0.4), "unknown": 3}
    assert cells("fill_of_places_bought", where=(("action", ("18",)),)) == {"": pytest.approx(2)}


@pytest.mark.parametrize(
    ("where", "people"),
    [
        ((("action", ("18",)),), 5),
        ((("action", ("4", "18")),), 6),
        ((("action", ("4",)), ("fund", ("pact",))), 6),
        ((("action", ("4",)), ("fund", ("baseline",))), 0),
        ((("action", ("unknown",)),), 4),
        ((("action", ("unknown",)), ("fund", ("baseline",))), 3),
        ((("action", ("unknown",)), ("fund", ("unknown",))), 1),
        ((("fund", ("pact",)),), 6),
        ((("fund", ("baseline",)),), 3),
        ((("fund", ("unknown",)),), 1),
        ((("fund", ("baseline", "unknown")),), 4),
        ((("lot", ("8",)),), 5),
        ((("lot", ("unknown",)),), 1),
        ((("action", ("4",)), ("lot", ("8",))), 0),
    ],
)
def test_one_line_meets_all_the_filters(where: tuple[tuple[str, tuple[str, ...]], ...], people: int) -> None:
    assert cells("people_trained", where=where) == {"": people}


# Session 1 is bought by the baseline, then by the pact; session 2 by the pact; sessions 3 and 4 by nobody.
TWO_FUNDS: dict[str, ExampleRows] = {
    "ledger": [
        line(1, 6, None, plan=None, order_fund="baseline", lot=9, fund="baseline"),
        line(1, 4, "4", fund="pact"),
        line(2, 10, "4", fund="pact"),
    ],
    "entries": [
        *(entry(1, person, fund="baseline") for person in (1, 2, 3, 4, 5)),
        entry(2, 6, fund="pact"),
        entry(3, 7, fund="outside"),
        entry(4, 8, fund="pact"),
    ],
}


def test_a_person_counts_whole_in_each_fund_and_once_in_the_total() -> None:
    assert cells("entries_by_session", TWO_FUNDS, by=("fund",)) == {"": 8, "baseline": 5, "pact": 7, "outside": 1}
    assert cells("people_trained", TWO_FUNDS, where=(("fund", ("pact",)),)) == {"": 7}
    assert cells("people_trained", TWO_FUNDS, where=(("fund", ("baseline",)),)) == {"": 5}


def test_a_session_that_no_line_buys_keeps_its_own_fund() -> None:
    assert cells("people_trained", TWO_FUNDS, where=(("fund", ("outside",)),)) == {"": 1}
    assert cells("people_trained", TWO_FUNDS, by=("action",), where=(("fund", ("pact",)),)) == {
        "": 7, "4": 6, "unknown": 1,
    }  # fmt: skip


def test_places_and_euros_divide_between_the_funds_that_pay() -> None:
    assert cells("places_bought", TWO_FUNDS, by=("fund",)) == {"": 20, "baseline": 6, "pact": 14}
    assert cells("pact_places", TWO_FUNDS) == {"": 14}
    taken = cells("fill_of_places_bought", TWO_FUNDS, by=("fund",))
    assert taken == {"": 6, "baseline": pytest.approx(3), "pact": pytest.approx(3)}
    assert cells("fill_of_places_bought", TWO_FUNDS, where=(("fund", ("pact",)),)) == {"": pytest.approx(3)}


def test_entries_of_the_pact_are_those_of_each_session_that_it_pays() -> None:
    assert cells("pact_entries", TWO_FUNDS) == {"": 7}
    assert cells("pact_entries", TWO_FUNDS, by=("fund",)) == {"": 7, "baseline": 0, "pact": 7, "outside": 0}
    assert cells("pact_entries", TWO_FUNDS, by=("action",)) == {"": 7, "4": 6, "unknown": 1}
    assert cells("pact_entries", TWO_FUNDS, where=(("fund", ("baseline",)),)) == {"": 0}


def test_the_action_of_another_plan_is_none() -> None:
    assert cells("people_trained", by=("action",), plan=2) == {"": 10, "unknown": 10}
    assert cells("places_bought", by=("action",), plan=2) == {"": 30, "unknown": 30}


def test_a_line_that_gave_all_its_places_away_pays_for_nobody() -> None:
    world = {
        "ledger": [line(1, 6, "4"), line(1, 6, "4", kind="moved_out"), line(1, 4, "18")],
        "entries": [entry(1, 1)],
    }
    question = IndicatorQuestion(date(2000, 1, 1), DAY, DAY, by=("action",))
    with open_example(world, on=DAY) as connection:
        (answer,) = compute_answers(connection, [indicators()["people_trained"]], question, UNLIMITED_SCOPE, labels={})
    assert [(row.keys[0][1], row.value.numerator) for row in answer.rows[1:]] == [("18", 1)]


def test_credits_are_asked_of_an_action_too() -> None:
    world = {"money": [{"stage": "ordered", "cents": 500, "plan_action": "4"}, {"stage": "ordered", "cents": 700}]}
    question = IndicatorQuestion(date(2000, 1, 1), DAY, DAY, by=("action",), plan=1)
    with open_example(world, on=DAY) as connection:
        (answer,) = compute_answers(connection, [indicators()["pact_euros"]], question, UNLIMITED_SCOPE, labels={})
    assert {row.keys[0][1]: row.value.numerator for row in answer.rows[1:]} == {"4": 5, "unknown": 7}
