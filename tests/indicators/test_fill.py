"""The fill in SQL equals the fill of the offer's rule, session by session. Cancelling never improves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.examples import UNLIMITED_SCOPE, open_example
from pacte.indicators.records import IndicatorQuestion, Value
from pacte.offer.records import EntryMode, PlacesBalance, SessionState
from tests.effort import share
from tests.oracles.fill_rate import FillCounts, SessionFill, compute_fill

START = date(2021, 1, 11)
CODES = ("fill_of_places_bought", "places_lost")
FEW = settings(max_examples=share(40), deadline=None)


@st.composite
def groups(draw: st.DrawFn) -> list[SessionFill]:
    found: list[SessionFill] = []
    for key in range(1, draw(st.integers(1, 3)) + 1):
        bought, start = draw(st.integers(1, 15)), START + timedelta(days=draw(st.integers(0, 90)))
        until = draw(st.none() | st.integers(-5, 40))
        moved = min(draw(st.integers(0, 3)), found[-1].places.live) if found else 0
        if moved:
            found[-1] = replace(found[-1], places=replace(found[-1].places, moved_out=moved))
        state = draw(st.sampled_from([SessionState.CONFIRMED, SessionState.RUNNING, SessionState.CANCELLED]))
        places = PlacesBalance(bought=bought, lost=draw(st.integers(0, bought)), moved_in=moved)
        found.append(
            SessionFill(
                key=key,
                places=places,
                state=state,
                starts_on=start + timedelta(days=draw(st.sampled_from([0, 0, 28]))),
                first_starts_on=start,
                enrol_until=None if until is None else start + timedelta(days=until),
                entry_mode=draw(st.sampled_from([EntryMode.FIXED, EntryMode.FIXED, EntryMode.ROLLING])),
                entries=0 if state is SessionState.CANCELLED else draw(st.integers(0, bought + 2)),
                order_ends_on=draw(st.none() | st.just(START + timedelta(days=120))),
                moves=((key - 1, moved),) if moved else (),
            )
        )
    return found


def rows(sessions: list[SessionFill]) -> dict[str, list[dict[str, Any]]]:
    """The same sessions as facts: ledger lines, states and entries."""
    facts: dict[str, list[dict[str, Any]]] = {"ledger": [], "states": [], "entries": []}
    for each in sessions:
        of = {
            "session": each.key, "starts_on": each.starts_on, "first_starts_on": each.first_starts_on,
            "enrol_until": each.enrol_until, "rolling": each.entry_mode is EntryMode.ROLLING,
            "order_ends_on": each.order_ends_on, "happened_on": date(2020, 12, 1),
        }  # fmt: skip
        moves = dict(each.moves)
        facts["ledger"].append({**of, "kind": "bought", "places": each.places.bought})
        facts["ledger"].append({**of, "kind": "lost", "places": each.places.lost})
        facts["ledger"].append({**of, "kind": "moved_out", "places": each.places.moved_out})
        facts["ledger"] += [
            {**of, "kind": "moved_in", "places": places, "other_session": key} for key, places in moves.items()
        ]
        of.pop("order_ends_on")
        facts["states"].append({**of, "state": each.state.value})
        facts["entries"] += [
            {**of, "happened_on": each.starts_on, "journey": each.key * 100 + rank} for rank in range(each.entries)
        ]
    return facts


def asked(sessions: list[SessionFill], on: date) -> tuple[Value, Value]:
    question = IndicatorQuestion(first=date(2020, 1, 1), last=date(2030, 1, 1), known_on=on, codes=CODES)
    codes = [indicator(code) for code in CODES]
    with open_example(rows(sessions), on=on) as connection:
        taken, lost = compute_answers(connection, codes, question, UNLIMITED_SCOPE, labels={})
    return taken.total.value, lost.total.value


def entered_by(sessions: list[SessionFill], on: date) -> list[SessionFill]:
    """Sessions with the entries known that day: none before a session starts."""
    return [replace(each, entries=each.entries if each.starts_on and each.starts_on <= on else 0) for each in sessions]


@FEW
@given(groups(), st.integers(-20, 300))
def test_the_sql_counts_as_the_rule(sessions: list[SessionFill], day: int) -> None:
    on = START + timedelta(days=day)
    ruled: FillCounts = compute_fill(entered_by(sessions, on), on=on)
    taken, lost = asked(sessions, on)
    assert (taken.numerator or 0, taken.denominator or 0) == (ruled.taken, ruled.counted)
    assert (lost.numerator or 0) == ruled.lost


@FEW
@given(groups(), st.integers(-20, 300))
def test_cancelling_never_improves_a_figure(sessions: list[SessionFill], day: int) -> None:
    on = START + timedelta(days=day)
    gone = sessions[0]
    cancelled = replace(
        gone, state=SessionState.CANCELLED, entries=0, places=replace(gone.places, lost=gone.places.counted)
    )
    before, _ = asked(sessions, on)
    after, lost = asked([cancelled, *sessions[1:]], on)
    if before.number is None:
        assert after.number is None or after.numerator == 0
    else:
        assert after.number is not None
        assert after.number <= before.number
    if after.number is not None:
        assert after.number + (lost.number or Fraction(0)) <= 100
