"""Hours realised and what they make due: never more than ordered, nothing lost in sharing, explained in a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.journeys.records import JourneyState as S
from pacte.journeys.records import StepKind as K
from pacte.journeys.records import StepRecord
from pacte.journeys.rules.attendance import ATTENDED, HALF_DAYS, Presence, Week
from pacte.journeys.rules.attendance_limits import attendance_limit_error, mondays
from pacte.journeys.rules.billable_hours import OrderedHours, amount_due, group_minutes, hours_words, shares
from pacte.journeys.rules.follow_up import earliest_end_surveyed, horizons_due
from pacte.journeys.rules.hours_input import format_hours, parse_hours
from pacte.journeys.rules.masking import OTHER_NETWORK, name_initial, shown_network
from pacte.journeys.rules.next_move import next_move
from pacte.journeys.rules.provider_actions import PROVIDER_ACTIONS, provider_actions
from pacte.journeys.rules.seats import count_filled_seats
from pacte.journeys.rules.session_steps import steps_of_session
from pacte.journeys.rules.state_machine import NAMES_SESSION, allowed_step_kinds
from pacte.kernel.french import fold_text
from pacte.offer.records import PriceUnit

MONDAY = date(2021, 1, 11)
MARKS = st.text(alphabet="".join(Presence), min_size=HALF_DAYS, max_size=HALF_DAYS)
HOURED = st.sampled_from([PriceUnit.TRAINEE_HOUR, PriceUnit.GROUP_HOUR])


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """A random week that may be signed."""
    marks = draw(MARKS)
    attended = sum(Presence(mark) in ATTENDED for mark in marks)
    return Week(MONDAY, marks, draw(st.integers(0, attended * 360)))


@given(unit=HOURED, price=st.integers(0, 10**5), hours=st.integers(0, 50_000), minutes=st.integers(0, 5_000_000))
def test_never_more_is_due_than_what_was_ordered(unit: PriceUnit, price: int, hours: int, minutes: int) -> None:
    found = amount_due(OrderedHours(unit, price, hours, price * hours), minutes, somebody_came=True)
    assert 0 <= found.cents <= price * hours
    assert found.minutes + found.over == minutes
    assert found.minutes + found.minutes_left == hours * 60


@given(price=st.integers(0, 10**5), hours=st.integers(1, 50_000), minutes=st.integers(0, 3_000_000))
def test_an_hour_more_never_makes_less_due(price: int, hours: int, minutes: int) -> None:
    ordered = OrderedHours(PriceUnit.TRAINEE_HOUR, price, hours, price * hours)
    before, after = (amount_due(ordered, each, somebody_came=True).cents for each in (minutes, minutes + 60))
    assert before <= after <= before + price + 1


@given(minutes=st.integers(0, 10**7), bought=st.lists(st.integers(0, 50_000), min_size=1, max_size=6))
def test_minutes_shared_among_orders_add_up_and_none_passes_its_share(minutes: int, bought: list[int]) -> None:
    given_ = shares(minutes, bought)
    total = sum(bought)
    assert sum(given_) == (minutes if total else 0)
    assert all(abs(share - minutes * each / total) < 1 for share, each in zip(given_, bought, strict=True) if total)


@given(st.lists(weeks(), max_size=6))
def test_the_group_is_held_at_least_as_long_as_the_longest_and_at_most_as_all_together(signed: list[Week]) -> None:
    held = group_minutes(signed)
    assert max((week.minutes for week in signed), default=0) <= held + 1
    assert held <= sum(week.minutes for week in signed) + 1


def test_two_people_on_different_days_make_the_hours_of_both_for_the_group() -> None:
    first, second = Week(MONDAY, "PP" + "-" * 12, 420), Week(MONDAY, "--PP" + "-" * 10, 420)
    assert group_minutes([first, second]) == 840
    assert group_minutes([first, first]) == 420


def test_a_sentence_that_meets_the_amount_ordered_says_so_and_multiplies_right() -> None:
    said = amount_due(OrderedHours(PriceUnit.TRAINEE_HOUR, 1_200, 100, 100_000), 100 * 60, somebody_came=True)
    assert said.cents == 100_000
    assert "= 1 200 €" in fold_text(said.sentence)
    assert "ramene a 1 000 €" in fold_text(said.sentence)


def test_a_flat_price_is_due_whole_with_the_first_entry_and_not_before() -> None:
    ordered = OrderedHours(PriceUnit.FLAT, 0, 0, 1_200_000)
    assert amount_due(ordered, 0, somebody_came=False).cents == 0
    assert amount_due(ordered, 60, somebody_came=True).cents == 1_200_000


def test_the_sentence_says_the_multiplication_and_what_is_over() -> None:
    found = amount_due(OrderedHours(PriceUnit.TRAINEE_HOUR, 850, 100, 85_000), 101 * 60 + 30, somebody_came=True)
    assert found.sentence.replace("\u202f", " ").replace("\xa0", " ") == (
        "100 h stagiaires × 8,50 € = 850 €, dans la limite de 100 h commandées. "
        "1 h 30 réalisées au-delà ne sont pas dues sans avenant."
    )


@given(st.integers(0, HALF_DAYS * 360))
def test_hours_typed_read_back_as_they_are_shown(minutes: int) -> None:
    assert parse_hours(format_hours(minutes)) == minutes
    assert parse_hours(hours_words(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("34,5", 2070), ("34.5", 2070), ("34 h 30", 2070), ("34h", 2040), ("7:05", 425), ("34:75", None), ("-3", None),
     ("beaucoup", None), ("999", None), ("", None)],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(text: str, minutes: int | None) -> None:
    assert parse_hours(text) == minutes


@pytest.mark.parametrize("state", list(S))
def test_a_verb_is_offered_when_the_machine_lets_its_step_follow_and_never_otherwise(state: S) -> None:
    assert {verb.kind for verb in provider_actions(state)} == {
        verb.kind for verb in PROVIDER_ACTIONS
    } & allowed_step_kinds(state)


def test_no_verb_says_rupture_and_each_has_one_address() -> None:
    assert len({verb.slug for verb in PROVIDER_ACTIONS}) == len(PROVIDER_ACTIONS)
    assert not [verb for verb in PROVIDER_ACTIONS if "rupture" in f"{verb.label}{verb.title}".lower()]
    assert {verb.kind for verb in PROVIDER_ACTIONS if verb.closes} == {K.NOT_KEPT, K.ENDED}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Pôle emploi, Cher", "Pôle emploi, Cher"),
        ("Mission locale de Bourges", "Mission locale de Bourges"),
        ("Cap emploi, Cher", OTHER_NETWORK),
        ("Conseil départemental du Cher", OTHER_NETWORK),
        ("Service pénitentiaire d’insertion et de probation", OTHER_NETWORK),
        ("Un réseau que nous ne connaissons pas", OTHER_NETWORK),
    ],
)
def test_a_network_that_would_tell_a_right_or_a_handicap_is_not_named(name: str, shown: str) -> None:
    assert shown_network(name) == shown


def test_an_initial_tells_one_letter() -> None:
    assert name_initial(" élodie ") == "É."
    assert name_initial("") == "—"


def test_a_place_counts_once_whoever_follows_on_it() -> None:
    assert count_filled_seats([1, 1, 2]) == 2


def test_a_presence_to_come_or_after_the_end_is_out_of_bounds() -> None:
    week = Week(MONDAY, "PPPP" + "-" * 10, 840)
    assert attendance_limit_error(week, on=MONDAY) == "future"
    assert attendance_limit_error(week, on=MONDAY + timedelta(days=1), ended_on=MONDAY) == "after_end"
    assert attendance_limit_error(week, on=MONDAY + timedelta(days=1), ended_on=MONDAY + timedelta(days=1)) == ""


def test_weeks_of_a_month_are_those_that_touch_it() -> None:
    found = mondays(date(2021, 1, 1), date(2021, 1, 31))
    assert found == [MONDAY + timedelta(weeks=rank) for rank in range(-2, 3)]


def test_what_is_awaited_says_until_when() -> None:
    assert next_move(S.ADMITTED, starts_on=MONDAY) == "l’entrée, 11 janvier 2021".replace(
        " janvier ", "\xa0janvier\xa0"
    )
    assert next_move(S.ENDED) == ""


def test_a_situation_is_asked_from_its_day_and_not_for_ever() -> None:
    ended = date(2021, 6, 11)
    assert horizons_due(ended, (), on=date(2021, 9, 9)) == ()
    assert horizons_due(ended, (), on=date(2021, 9, 10)) == (3,)
    assert horizons_due(ended, (3,), on=date(2021, 9, 10)) == ()
    assert horizons_due(ended, (), on=date(2021, 12, 20)) == (6,)
    assert horizons_due(ended, (), on=date(2023, 1, 1)) == ()
    assert earliest_end_surveyed(date(2022, 8, 9)) == ended - timedelta(days=1)


STEPS = st.lists(st.tuples(st.sampled_from(list(K)), st.sampled_from([None, 1, 2])), max_size=12)


@given(STEPS)
def test_a_session_is_told_its_own_steps_and_nothing_from_before_them(told: list[tuple[K, int | None]]) -> None:
    at = datetime(2021, 1, 4, tzinfo=UTC)
    steps = [StepRecord(rank, kind, MONDAY, at, session_id=session) for rank, (kind, session) in enumerate(told)]
    mine = steps_of_session(steps, 1)
    assert not {step.kind for step in mine} & {K.BARRIER_NOTED, K.BARRIER_SOLVED}
    assert not [step for step in mine if step.kind in NAMES_SESSION and step.session_id == 2]
    assert not mine or (mine[0].kind in NAMES_SESSION and mine[0].session_id == 1)
    assert list(mine) == [step for step in steps if step in mine]
