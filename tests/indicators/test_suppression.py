"""Readers who see no small count: an attacker with linear programming and all the answers finds none.

Each commit tests five of 20 random regions; PACTE_DISCLOSURE_SETS=500 tests 500.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.curves import indicator_curve
from pacte.indicators.queries.zones import find_zone
from pacte.indicators.records import AnswerRow, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.curve import Curve
from pacte.indicators.rules.disclosure import CountTable, Equation, attacker_interval
from pacte.indicators.rules.suppression import known_on_refusal, suppress_small_rows
from pacte.journeys.models import Learner
from pacte.journeys.records import StepKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.reference.services.shipped_territory import load_shipped_territory
from tests.cast import MACHINE, gather_cast
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody, walk

SETS = int(os.environ.get("PACTE_DISCLOSURE_SETS", "20"))
MOST = SETS if "PACTE_DISCLOSURE_SETS" in os.environ else 5
COUNT, RATE = indicator("entries_by_residence"), indicator("certified_of_presented")
THRESHOLD = COUNT.threshold
SHAPE = (6, 4, 3)


def line(numerator: int, denominator: int | None = None, *, key: str = "") -> AnswerRow:
    among = None if denominator is None else float(denominator)
    return AnswerRow(
        (("zone", key, key),) if key else (), Value(ValueState.NUMBER, Fraction(1), float(numerator), among)
    )


def are_hidden(lines: Sequence[AnswerRow]) -> list[bool]:
    return [each.value.state is ValueState.HIDDEN for each in lines]


@pytest.mark.drawn("seed", range(SETS), MOST)
def test_all_the_cuts_of_a_region_together_give_no_small_count_back(seed: int) -> None:
    """One answer each by departments, levels and sexes: the attacker knows every line shown of the three."""
    chance = random.Random(seed)
    inner = list(itertools.product(*(range(size) for size in SHAPE)))
    # Most departments have few people: with more, nothing would be hidden and nothing tested.
    people = {key: int(chance.paretovariate(0.8) * chance.choice([0] * 9 + [1])) for key in inner}
    whole = sum(people.values())
    counts, equations, hidden = list(people.values()), [], set(range(len(inner)))
    asked: list[int] = []
    total = len(counts)
    counts.append(whole)
    equations.append(Equation(total, tuple(range(len(inner)))))
    for cut, size in enumerate(SHAPE):
        sums = [sum(people[key] for key in inner if key[cut] == value) for value in range(size)]
        shown = are_hidden(suppress_small_rows(COUNT, [line(whole), *(line(each) for each in sums)]))
        if shown[0]:
            hidden.add(total)
        for value, (count, is_hidden) in enumerate(zip(sums, shown[1:], strict=True)):
            rank = len(counts)
            counts.append(count)
            equations.append(Equation(rank, tuple(at for at, key in enumerate(inner) if key[cut] == value)))
            assert is_hidden or count == 0 or count >= THRESHOLD
            if is_hidden:
                hidden.add(rank)
                asked.append(rank)
    table = CountTable(tuple(counts), tuple(equations))
    assert asked
    for rank in asked:
        known = attacker_interval(table, hidden, rank)
        assert known.least <= counts[rank] <= known.greatest
        assert known.width >= THRESHOLD - 1e-6


@pytest.mark.drawn("seed", range(SETS), MOST)
def test_the_two_sides_of_a_rate_give_no_small_count_back(seed: int) -> None:
    """Certified or not, by department: the attacker knows the denominators, except those hidden elsewhere too."""
    chance = random.Random(seed)
    sides = [(int(chance.paretovariate(0.7) * 4) - 4, int(chance.paretovariate(0.7) * 3) - 3) for _ in range(8)]
    lines = [line(sum(yes for yes, _ in sides), sum(yes + no for yes, no in sides))]
    lines += [line(yes, yes + no) for yes, no in sides]
    gone = are_hidden(suppress_small_rows(RATE, lines))
    among = are_hidden(
        suppress_small_rows(COUNT, [line(sum(yes + no for yes, no in sides)), *(line(a + b) for a, b in sides)])
    )
    counts: list[int] = []
    equations, hidden, asked = [], set(), []
    for (yes, no), is_hidden, is_unknown in zip(sides, gone[1:], among[1:], strict=True):
        rank = len(counts)
        counts += [yes, no, yes + no]
        equations.append(Equation(rank + 2, (rank, rank + 1)))
        if is_hidden:
            hidden |= {rank, rank + 1} | ({rank + 2} if is_unknown else set())
            asked += [rank, rank + 1] if yes + no else []
    ranks = range(0, len(counts), 3)
    for side in range(3):
        total = len(counts)
        counts.append(sum(counts[rank + side] for rank in ranks))
        equations.append(Equation(total, tuple(rank + side for rank in ranks)))
        if gone[0]:
            hidden.add(total)
    table = CountTable(tuple(counts), tuple(equations))
    assert asked
    for rank in asked:
        known, side = attacker_interval(table, hidden, rank), rank % 3
        if sum(counts[each - each % 3 + side] for each in asked) == 0:
            continue  # Nobody on that side: a zero reveals nobody.
        assert known.width >= THRESHOLD - 1e-6, (sides, gone, rank)


def test_a_median_is_hidden_after_how_many_it_tells_of() -> None:
    days = indicator("referral_to_entry_days")
    given = [(4, 124), (90, 4), (4, 40), (5, 80)]
    lines = [
        AnswerRow((), replace(line(median).value, side_counts=(("entrées", float(count)),))) for median, count in given
    ]
    told = suppress_small_rows(days, lines)
    assert are_hidden(told) == [False, True, True, False]


@pytest.mark.django_db
def test_a_zone_asked_alone_is_hidden_as_it_is_among_others(tmp_path: Path) -> None:
    cast = gather_cast()
    session = session_with(cast, opened=40)
    for rank in range(28):
        journey = somebody(cast)
        commune = "18033" if rank < 4 else "36044" if rank < 16 else "37261"
        with acting_as(MACHINE):
            Learner.objects.filter(pk=journey.learner_id).update(commune_code=commune)
        walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
        walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=date(2021, 1, 11))
    facts = Facts(cast, tmp_path / "facts")
    with acting_as(MACHINE) as machine:
        load_shipped_territory(actor=machine, region_code="24")
        facts.refresh()
        zones = {code: find_zone(code) for code in ("18", "36", "37")}
    year = {"first": date(2021, 1, 1), "last": date(2021, 12, 31), "actor": cast["lead"].actor}
    table = facts.ask("entries_by_residence", by=("zone",), **year).answers[0].rows
    among = {each.keys[0][1]: each.value.state for each in table[1:]}
    alone = {code: facts.ask("entries_by_residence", zone=zone, **year).answers[0].total.value.state
             for code, zone in zones.items()}  # fmt: skip
    assert (
        alone
        == among
        == {"18": ValueState.HIDDEN, "36": ValueState.HIDDEN, "37": ValueState.NUMBER}
        | {code: among[code] for code in among if code not in zones}
    )


@pytest.mark.django_db
def test_months_are_drawn_for_who_sees_small_counts_and_years_for_the_others(tmp_path: Path) -> None:
    cast = gather_cast()
    session = session_with(cast, opened=60)
    for on in [date(2021, 1, 11)] * 4 + [date(2022, 2, 7)] * 12 + [date(2022, 3, 7)] * 15:
        journey = somebody(cast)
        walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
        walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=on)
    facts = Facts(cast, tmp_path / "facts")
    facts.refresh()
    asked = IndicatorQuestion(first=date(2019, 1, 1), last=date(2022, 3, 31), known_on=today())

    def drawn(who: str) -> Curve:
        with acting_as(cast[who].actor) as actor:
            return indicator_curve(
                actor=actor, host_id=cast.region.pk, code="entries_by_session", question=asked, months=2,
                facts_dir=facts.folder,
            )  # fmt: skip

    by_month, by_year = drawn("pilot"), drawn("lead")
    assert by_month.granularity == "mois"
    assert [each.value.numerator for each in by_month.points] == [12, 15]
    assert by_year.granularity == "année"
    assert [(each.first.year, each.value.state) for each in by_year.points] == [
        (2021, ValueState.HIDDEN), (2022, ValueState.NUMBER),
    ]  # fmt: skip


@pytest.mark.django_db
def test_years_together_hide_a_year_of_few(tmp_path: Path) -> None:
    """Two periods that differ by one small year would give it back: the longer one is hidden."""
    cast = gather_cast()
    session = session_with(cast, opened=40)
    for rank in range(16):
        journey = somebody(cast)
        walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
        on = date(2021, 1, 11) if rank < 13 else date(2022, 1, 10)
        walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=on)
    facts = Facts(cast, tmp_path / "facts")
    facts.refresh()
    lead = cast["lead"].actor
    assert facts.value("entries_by_session", actor=lead, last=date(2021, 12, 31)).numerator == 13
    assert facts.value("entries_by_session", actor=lead).state is ValueState.HIDDEN


@pytest.mark.drawn("seed", range(SETS), MOST)
def test_two_days_of_a_cut_give_no_small_change_back(seed: int) -> None:
    """The end of the year and today: the attacker knows the lines shown on both days, and looks for the difference."""
    chance = random.Random(seed)
    then = [int(chance.paretovariate(0.8) * 9) for _ in range(9)]
    came = [chance.choice([0, 0, 0, 1, 2, 5, 13, 40]) for _ in then]
    names = [f"z{rank}" for rank in range(len(then))]
    first = [line(sum(then)), *(line(count, key=name) for count, name in zip(then, names, strict=True))]
    now = [a + b for a, b in zip(then, came, strict=True)]
    last = [line(sum(now)), *(line(count, key=name) for count, name in zip(now, names, strict=True))]
    gone_then, gone_now = (
        are_hidden(suppress_small_rows(COUNT, first)),
        are_hidden(suppress_small_rows(COUNT, last, first)),
    )
    counts: list[int] = []
    equations, hidden, asked = [], set(), []
    for old, fresh, was_hidden, is_hidden in zip(then, came, gone_then[1:], gone_now[1:], strict=True):
        rank = len(counts)
        counts += [old, fresh, old + fresh]
        equations.append(Equation(rank + 2, (rank, rank + 1)))
        hidden |= {rank + 1} | ({rank} if was_hidden else set()) | ({rank + 2} if is_hidden else set())
        asked += [rank + 1] if 0 < fresh < THRESHOLD else []
    for side, is_hidden in ((0, gone_then[0]), (2, gone_now[0])):
        total = len(counts)
        counts.append(sum(counts[rank + side] for rank in range(0, 3 * len(then), 3)))
        equations.append(Equation(total, tuple(range(side, 3 * len(then), 3))))
        hidden |= {total} if is_hidden else set()
    table = CountTable(tuple(counts), tuple(equations))
    assert asked
    for rank in asked:
        assert attacker_interval(table, hidden, rank).width >= THRESHOLD - 1e-6, (then, came, rank)


def test_who_sees_no_small_count_reads_a_period_today_or_as_it_was_at_its_end() -> None:
    year = IndicatorQuestion(date(2021, 1, 1), date(2021, 12, 31), date(2026, 11, 27))
    today = date(2026, 11, 27)
    assert known_on_refusal(COUNT, year, today) == ""
    assert known_on_refusal(COUNT, replace(year, known_on=date(2021, 12, 31)), today) == ""
    for day in (date(2021, 12, 30), date(2022, 1, 1), date(2026, 11, 26)):
        assert "au 31\u00a0décembre\u00a02021" in known_on_refusal(COUNT, replace(year, known_on=day), today)
    assert known_on_refusal(indicator("places_bought"), replace(year, known_on=date(2022, 1, 1)), today) == ""


@pytest.mark.django_db
def test_few_who_are_known_late_are_not_told_by_two_days(tmp_path: Path) -> None:
    cast = gather_cast()
    session = session_with(cast, opened=30)
    for rank in range(15):
        with time_machine.travel(datetime(2021 if rank < 12 else 2022, 3, 15, 8, tzinfo=UTC), tick=False):
            journey = somebody(cast)
            walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
            walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=date(2021, 1, 11))
    facts = Facts(cast, tmp_path / "facts")
    facts.refresh()
    year = {"first": date(2021, 1, 1), "last": date(2021, 12, 31)}
    lead, analyst = cast["lead"].actor, cast["analyst"].actor

    def told(actor: Actor, day: date | None = None) -> float | None:
        return facts.value("entries_by_session", actor=actor, known_on=day, **year).numerator

    assert (told(analyst, date(2021, 12, 31)), told(analyst, date(2022, 1, 31)), told(analyst)) == (12, 12, 15)
    assert (told(lead, date(2021, 12, 31)), told(lead, date(2022, 1, 31)), told(lead)) == (12, None, None)
