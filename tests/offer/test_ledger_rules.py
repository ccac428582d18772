"""Rules of the ledger: day of the fact and day of recording, corrections, counts never below zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pacte.offer.records import EntryKind, LedgerEntry, PlacesBalance
from pacte.offer.rules.ledger import (
    balance_by_line,
    effective_entries,
    first_negative_day,
    places_balance,
    prorated_share,
    spread_losses,
)

MARCH = date(2020, 3, 1)
NOON = datetime(2020, 3, 1, 12, tzinfo=UTC)


def line(key: int, kind: EntryKind, places: int, day: int = 0, known: int = 0, **more: int | None) -> LedgerEntry:
    return LedgerEntry(
        key=key,
        kind=kind,
        places=places,
        happened_on=MARCH + timedelta(days=day),
        recorded_at=NOON + timedelta(days=known),
        **more,
    )


@st.composite
def ledgers(draw: st.DrawFn) -> list[LedgerEntry]:
    """Any ledger, corrections included: a line corrects an earlier one of the same kind, at most once."""
    entries: list[LedgerEntry] = []
    corrected: set[int] = set()
    for key in range(1, draw(st.integers(1, 12)) + 1):
        free = [each for each in entries if each.key not in corrected]
        wrong = draw(st.none() | st.sampled_from(free)) if free else None
        kind = wrong.kind if wrong else draw(st.sampled_from(EntryKind))
        if wrong:
            corrected.add(wrong.key)
        entries.append(
            line(
                key,
                kind,
                draw(st.integers(-5, 20)),
                draw(st.integers(0, 9)),
                max(draw(st.integers(0, 9)), (wrong.recorded_at - NOON).days if wrong else 0),
                corrects=wrong.key if wrong else None,
                hours=draw(st.integers(0, 500)),
            )
        )
    return entries


def test_planned_on_the_first_of_march_is_not_what_was_planned_later() -> None:
    entries = [line(1, EntryKind.PLANNED, 15), line(2, EntryKind.PLANNED, -3, day=40, known=40)]
    assert places_balance(entries, on=MARCH).planned == 15
    assert places_balance(entries, on=MARCH + timedelta(days=40)).planned == 12


def test_a_late_fact_counts_for_its_day_once_it_is_known() -> None:
    entries = [line(1, EntryKind.BOUGHT, 15), line(2, EntryKind.LOST, 2, day=1, known=30)]
    on = MARCH + timedelta(days=1)
    assert places_balance(entries, on=on, known_at=NOON + timedelta(days=29)).lost == 0
    assert places_balance(entries, on=on, known_at=NOON + timedelta(days=30)).lost == 2


def test_a_correction_replaces_the_whole_line_even_on_another_day() -> None:
    entries = [line(1, EntryKind.BOUGHT, 15), line(2, EntryKind.BOUGHT, 12, day=5, known=6, corrects=1)]
    assert places_balance(entries, on=MARCH).bought == 0
    assert places_balance(entries, on=MARCH, known_at=NOON).bought == 15
    assert places_balance(entries, on=MARCH + timedelta(days=5)).bought == 12


def test_a_correction_of_a_correction_leaves_one_line() -> None:
    entries = [
        line(1, EntryKind.BOUGHT, 15),
        line(2, EntryKind.BOUGHT, 12, known=1, corrects=1),
        line(3, EntryKind.BOUGHT, 13, known=2, corrects=2),
    ]
    assert places_balance(entries).bought == 13


@given(ledgers(), st.integers(0, 9))
def test_what_was_known_is_not_changed_by_what_came_after(entries: list[LedgerEntry], known: int) -> None:
    at = NOON + timedelta(days=known)
    then = [each for each in entries if each.recorded_at <= at]
    for day in range(10):
        on = MARCH + timedelta(days=day)
        assert places_balance(entries, on=on, known_at=at) == places_balance(then, on=on)


@given(ledgers(), st.integers(0, 9))
def test_the_order_of_the_lines_does_not_matter(entries: list[LedgerEntry], day: int) -> None:
    on = MARCH + timedelta(days=day)
    assert places_balance(list(reversed(entries)), on=on) == places_balance(entries, on=on)


@given(ledgers())
def test_a_line_counts_once_or_is_replaced(entries: list[LedgerEntry]) -> None:
    counted = {each.key for each in effective_entries(entries)}
    replaced = {each.corrects for each in entries if each.corrects}
    assert counted | replaced == {each.key for each in entries}
    assert not counted & replaced


@given(ledgers())
def test_an_unbroken_ledger_has_no_negative_count_on_any_day(entries: list[LedgerEntry]) -> None:
    broken = first_negative_day(entries)
    end = broken[0] if broken else MARCH + timedelta(days=11)
    days = [on for day in range(-1, 11) if (on := MARCH + timedelta(days=day)) < end]
    for on in days:
        state = places_balance(entries, on=on)
        assert min(state.live, *(getattr(state, kind.value) for kind in EntryKind)) >= 0
    assert broken is None or broken[1]


def test_a_loss_beyond_what_was_bought_breaks_the_ledger() -> None:
    entries = [line(1, EntryKind.BOUGHT, 5), line(2, EntryKind.LOST, 6, day=2)]
    assert first_negative_day(entries) == (MARCH + timedelta(days=2), "live")


def test_one_line_does_not_lose_the_places_of_another() -> None:
    entries = [
        line(1, EntryKind.BOUGHT, 5, order_id=1, line_id=1, buyer_id=1),
        line(2, EntryKind.BOUGHT, 5, order_id=1, line_id=2, buyer_id=1),
        line(3, EntryKind.LOST, 6, order_id=1, line_id=2, day=1),
    ]
    assert first_negative_day(entries) == (MARCH + timedelta(days=1), "live")
    assert balance_by_line(entries)[1].live == 5


def test_lost_and_moved_places_stay_in_the_count_where_they_belong() -> None:
    state = PlacesBalance(bought=15, lost=2, moved_out=3, moved_in=1)
    assert (state.counted, state.live) == (13, 11)


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 20)), st.integers(0, 100))
def test_a_loss_is_shared_between_lines_without_exceeding_any(bought: dict[int, int], lost: int) -> None:
    states = {order: PlacesBalance(bought=count) for order, count in bought.items()}
    shares = spread_losses(states, lost)
    assert sum(shares.values()) == min(lost, sum(bought.values()))
    assert all(0 < share <= bought[order] for order, share in shares.items())


@given(st.integers(0, 10_000), st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_hours_that_go_place_by_place_all_go_in_the_end(hours: int, parts: list[int]) -> None:
    left_hours, left_places = hours, sum(parts)
    for part in parts:
        gone = prorated_share(left_hours, part, left_places)
        assert 0 <= gone <= left_hours
        left_hours, left_places = left_hours - gone, left_places - part
    assert left_hours == 0


def test_what_each_buyer_bought_is_told_apart() -> None:
    entries = [
        line(1, EntryKind.BOUGHT, 5, order_id=1, buyer_id=7),
        line(2, EntryKind.BOUGHT, 4, order_id=2, buyer_id=8),
        line(3, EntryKind.BOUGHT, 2, order_id=1, buyer_id=7),
    ]
    assert places_balance(entries).by_buyer == ((7, 7), (8, 4))
    assert replace(places_balance(entries), by_buyer=()) == PlacesBalance(bought=11)
