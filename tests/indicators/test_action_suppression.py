"""What readers without small counts see of an action: what the nightly tables protect, and no part of it."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.records import AnswerRow, Value, ValueState
from pacte.indicators.rules.action_suppression import suppress_payer_rows
from pacte.indicators.rules.suppression_consistency import SuppressedCounts, is_hidden_by_action
from pacte.journeys.models import PublishedCount
from pacte.journeys.queries.published_counts import hidden_counts_by_row, last_published_at
from pacte.journeys.records.counts import ANY_ROW
from pacte.kernel.actor import NOBODY, Actor
from tests.cast import MACHINE, Cast

PLAN = 7
MANY = Value(ValueState.NUMBER, Fraction(50), 40, 80)


def shown(code: str, hidden: SuppressedCounts | None = None) -> list[bool]:
    """Whether each cell is shown of a table with large counts only."""
    rows = [AnswerRow((), Value(ValueState.NUMBER, Fraction(50), 120, 240))]
    for fund, action in (("pact", "12"), ("pact", "23"), ("baseline", "unknown")):
        rows.append(AnswerRow((("fund", fund, fund), ("action", action, action)), MANY))
    told = suppress_payer_rows(indicators()[code], rows, PLAN, hidden or {})
    return [each.value.state is ValueState.NUMBER for each in told[1:]]


@pytest.mark.parametrize("code", ["entries_by_session", "places_taken", "pact_entries", "fill_of_places_bought"])
def test_the_people_and_the_places_of_an_action_are_shown(code: str) -> None:
    assert shown(code) == [True, True, True]


@pytest.mark.parametrize(
    "code",
    [
        "ended_journeys", "hours_per_entrant",  # sessions that are over
        "certified_of_presented", "partial_certification",  # sessions whose jury is past
        "low_qualified_entries", "women_share",  # some of the people
        "in_job_6_months", "chained_paths",  # by the year of the end
    ],
)  # fmt: skip
def test_a_part_of_the_people_of_an_action_is_not_shown(code: str) -> None:
    """With the results of the trainings, or the other years, they gave small counts (``journeys.test_attack``)."""
    assert shown(code) == [False, False, False]


def test_what_counts_no_people_is_shown_of_each_action() -> None:
    free = [each for each in indicators().values() if not each.suppresses_small_counts]
    assert all(shown(each.code) == [True, True, True] for each in free)


def test_the_fund_of_an_action_is_no_part_of_it() -> None:
    assert not is_hidden_by_action(indicators()["pact_entries"])


def test_a_table_of_an_earlier_night_hides_all_its_actions() -> None:
    assert shown("entries_by_session", {("plan_action", 2021, ANY_ROW): frozenset({"entered"})})[:2] == [False, False]


def test_what_nobody_pays_is_hidden_with_the_row_of_no_fund() -> None:
    nothing = (("fund", "unknown", "non connu"), ("action", "unknown", "aucune action"))
    rows = [AnswerRow((), MANY), AnswerRow(nothing, MANY)]
    hidden = {("fund", 2021, ""): frozenset({"entered"})}
    told = suppress_payer_rows(indicators()["entries_by_session"], rows, PLAN, hidden)
    assert told[1].value.state is ValueState.HIDDEN


@pytest.mark.django_db
def test_the_public_is_hidden_what_the_tables_hide(cast: Cast) -> None:
    """It read none of the tables, and so its figures hid nothing that they hide."""
    host, at = cast.region, datetime(2021, 6, 30, 9, tzinfo=UTC)
    with acting_as(MACHINE):
        PublishedCount.objects.create(
            organisation=host, cut="plan_action", year=2021, key=f"{PLAN}:12", values={},
            hidden=["entered"], counted_at=at,
        )  # fmt: skip

    def read(actor: Actor) -> tuple[object, object]:
        with acting_as(actor):
            return hidden_counts_by_row({host.pk}), last_published_at({host.pk})

    expected = ({("plan_action", 2021, f"{PLAN}:12"): frozenset({"entered"})}, at.isoformat())
    assert read(NOBODY) == read(cast["intruder"].actor) == read(cast["state_reader"].actor) == expected
