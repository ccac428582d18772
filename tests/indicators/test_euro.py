"""One euro, stage by stage: its cents add up exactly, whatever the sessions and their order; and what the facts say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.indicators.permissions import sees_small_counts
from pacte.indicators.queries.euro import read_euro
from pacte.indicators.queries.examples import open_example
from pacte.indicators.records.definition import ExampleRows
from pacte.indicators.records.euro import (
    AfterTraining,
    CertificationOutcome,
    EuroFacts,
    EuroQuestion,
    EuroSession,
    EuroStep,
    FollowedEuro,
    Seating,
)
from pacte.indicators.records.profile import ZoneFit, ZoneFitKind, ZoneProfile, ZoneSeries, ZoneValue
from pacte.indicators.rules.euro import (
    EURO,
    euros_known_before,
    follow_euro,
    split_cents,
    trade_need,
    wilson_interval,
)
from pacte.kernel.actor import Actor
from tests.cast import MACHINE, Cast

ENDED, DAY = date(2021, 3, 31), date(2022, 1, 31)
Outcome = CertificationOutcome
JOB, IDLE, SILENT = AfterTraining.IN_JOB, AfterTraining.WITHOUT_JOB, AfterTraining.NO_ANSWER

weights = st.dictionaries(
    st.sampled_from("abcdefg"), st.fractions(min_value=0, max_value=1000, max_denominator=60), min_size=1
)
counts = st.integers(min_value=0, max_value=12)
sessions = st.builds(
    EuroSession,
    session=st.integers(1, 9),
    commune=st.just("18033"),
    cents=st.dictionaries(st.sampled_from(["1", "2", "3"]), st.integers(1, 10**7), max_size=3),
    places=st.dictionaries(st.sampled_from(list(Seating)), counts, max_size=4),
    people=st.dictionaries(
        st.tuples(st.sampled_from(list(Outcome)), st.sampled_from(list(AfterTraining))), counts, max_size=5
    ),
    counts_hours=st.booleans(),
)
some_sessions = st.lists(sessions, max_size=6)


@given(st.integers(0, 100), weights)
def test_cents_are_shared_exactly_and_at_most_one_cent_from_the_exact_share(total: int, given_weights: dict) -> None:
    shared, whole = split_cents(total, given_weights), sum(given_weights.values())
    assert sum(shared.values()) == (total if whole else 0)
    assert min(shared.values()) >= 0
    assert not whole or max(abs(shared[key] - total * given_weights[key] / whole) for key in shared) < 1


@given(some_sessions)
def test_each_stage_and_what_it_carries_add_up_to_one_euro(listed: Sequence[EuroSession]) -> None:
    stages = follow_euro(listed).stages
    assert {sum(part.cents for part in stage.parts) + stage.carried for stage in stages} <= {EURO}
    assert all(part.cents >= 0 for stage in stages for part in stage.parts)
    assert bool(stages) == any(each.cents for each in listed)


@given(some_sessions)
def test_people_share_the_cents_of_the_places_taken_and_no_others(listed: Sequence[EuroSession]) -> None:
    sample = EuroSession(99, "18033", {"1": 1}, {Seating.TAKEN: 1}, {(Outcome.WHOLE, JOB): 1})
    euro = follow_euro([*listed, sample])
    taken = euro.stage(EuroStep.SEATED).cents_of(Seating.TAKEN)
    assert sum(each.cents for each in euro.stage(EuroStep.AWARDED).parts) == taken
    assert sum(each.cents for each in euro.stage(EuroStep.WORKING).parts) == taken
    assert 0 < euro.job_share <= 1


@given(some_sessions, st.randoms())
def test_the_order_of_the_sessions_does_not_matter(listed: list[EuroSession], random: object) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert follow_euro(shuffled) == follow_euro(listed)


@given(st.floats(0, 1), st.integers(1, 500))
def test_an_interval_holds_its_share_and_narrows_with_the_number(share: float, trials: int) -> None:
    low, high = wilson_interval(share, trials)
    assert 0 <= low <= share <= high <= 1
    closer = wilson_interval(share, trials * 4)
    assert closer[1] - closer[0] < high - low


def test_an_interval_known_from_a_table() -> None:
    """Of ten, five: 0.311 to 0.689, eight times out of ten; of none, anything."""
    assert wilson_interval(0.5, 10) == (pytest.approx(0.3122, abs=1e-3), pytest.approx(0.6878, abs=1e-3))
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_a_lost_place_stays_in_the_euro() -> None:
    """Ten places of 100 €, of which two are lost and three free: a person is worth 20 cents of what is taken."""
    session = EuroSession(
        1, "18033", {"1": 70_000, "2": 30_000}, {Seating.TAKEN: 5, Seating.LOST: 2, Seating.FREE: 3},
        {(Outcome.WHOLE, JOB): 2, (Outcome.BLOCK, IDLE): 2, (Outcome.NEITHER, SILENT): 1},
    )  # fmt: skip
    assert told(follow_euro([session])) == {
        "bought": {"1": 70, "2": 30},
        "seated": {"taken": 50, "lost": 20, "free": 30},
        "awarded": {"whole": 20, "block": 20, "neither": 10, "carried": 50},
        "working": {"in_job": 20, "without_job": 20, "no_answer": 10, "carried": 50},
    }


def test_a_place_weighs_what_was_paid_for_it() -> None:
    """A session nine times as dear, whose only person has no job: the euro mostly leads there."""
    dear = EuroSession(1, "18033", {"1": 90_000}, {Seating.TAKEN: 1}, {(Outcome.WHOLE, IDLE): 1})
    cheap = EuroSession(2, "18033", {"1": 10_000}, {Seating.TAKEN: 1}, {(Outcome.WHOLE, JOB): 1})
    euro = follow_euro([dear, cheap])
    assert euro.job_share == Fraction(1, 10)
    assert (euro.in_job, euro.answers, euro.people) == (1, 2, 2)


def test_what_nothing_tells_is_unknown_and_not_lost() -> None:
    """Neither places nor hours; or hours done by nobody."""
    blank = EuroSession(1, "18033", {"1": 500}, {})
    hours = EuroSession(2, "18033", {"1": 500}, {Seating.TAKEN: 40, Seating.FREE: 10}, counts_hours=True)
    assert told(follow_euro([blank, hours]))["seated"] == {"untold": 100}


def told(euro: FollowedEuro) -> dict[str, dict[str, int]]:
    """Cents of each part, by stage, and what the stage carries."""
    return {
        str(stage.step): {str(part.code): part.cents for part in stage.parts}
        | ({"carried": stage.carried} if stage.carried else {})
        for stage in euro.stages
    }


# ------------------------------------------------------------------ from the facts


def ledger(session: int, places: int, **changed: object) -> dict[str, object]:
    row = {"session": session, "places": places, "hours": places * 100, "cents": places * 10_000, "order_funder": 7,
           "order_fund": "pact", "rome": "H2913", "domain": "230", "lot": 3, "certifying": True,
           "starts_on": date(2021, 1, 11), "ends_on": ENDED, "first_starts_on": date(2021, 1, 11)}  # fmt: skip
    return row | changed


def person(journey: int, session: int = 1, **changed: object) -> dict[str, object]:
    row = {"journey": journey, "session": session, "happened_on": date(2021, 1, 11), "rome": "H2913", "ends_on": ENDED,
           "certifying": True, "planned_end_on": ENDED}  # fmt: skip
    return row | changed


def situation(journey: int, **changed: object) -> dict[str, object]:
    return {"journey": journey, "months": 6, "happened_on": date(2021, 10, 15), "ended_on": ENDED} | changed


# Session 1: ten places, seven opened, one lost; five people. Session 2 is of another trade. Session 3 begins later.
WORLD: dict[str, ExampleRows] = {
    "ledger": [
        ledger(1, 10),
        ledger(1, 7, kind="opened", cents=0, order_id=None, order_funder=None, order_fund=None),
        ledger(1, 1, kind="lost", happened_on=date(2021, 2, 1)),
        ledger(2, 4, rome="K1304", domain="434", order_funder=8, order_fund="baseline", lot=None),
        ledger(3, 12, starts_on=date(2022, 3, 1), ends_on=date(2022, 9, 1), first_starts_on=date(2022, 3, 1),
               happened_on=date(2022, 1, 3), lot=4),
    ],
    "entries": [*(person(rank) for rank in range(1, 6)), person(6, 2, rome="K1304")],
    "results": [
        {"journey": 1, "kind": "certified", "happened_on": ENDED},
        {"journey": 2, "kind": "certified_in_part", "happened_on": ENDED},
    ],
    "situations": [
        situation(1, in_job=True),
        situation(2, in_job=False),
        situation(3, answered=False),
        # At another date, or of somebody who entered elsewhere: not counted here.
        situation(4, months=12, in_job=True),
        situation(6, in_job=True),
    ],
    "approaches": [
        *({"journey": 20 + rank, "session": 3, "kind": "admitted", "happened_on": date(2022, 1, 10)}
          for rank in range(4)),
        {"journey": 20, "session": 3, "kind": "declined", "happened_on": date(2022, 1, 20)},
        {"journey": 30, "session": 3, "kind": "information_attended", "happened_on": date(2022, 1, 12)},
    ],
}  # fmt: skip


def read(on: date = DAY, *, actor: Actor = MACHINE, host: int = 1, **asked: object) -> EuroFacts:
    question = EuroQuestion(known_on=on, before=on, **asked)  # type: ignore[arg-type]
    with open_example(WORLD, on=on) as connection:
        return read_euro(connection, question, actor=actor, host_id=host)


def test_the_facts_tell_places_people_certifications_and_jobs() -> None:
    (session,) = read(occupations=("H2913",)).sessions
    assert session.cents == {"7": 100_000}
    assert session.lots == {3}
    assert session.places == {Seating.TAKEN: 5, Seating.LOST: 1, Seating.CLOSED: 2, Seating.FREE: 2}
    assert session.people == {
        (Outcome.WHOLE, JOB): 1,
        (Outcome.BLOCK, IDLE): 1,
        (Outcome.NEITHER, SILENT): 1,
        (Outcome.NEITHER, AfterTraining.NOT_ASKED): 2,
    }


def test_before_six_months_nobody_is_said_to_be_without_a_job() -> None:
    """The day after the end: the jury and the survey are ahead, and the facts say until when."""
    facts = read(date(2021, 4, 1), occupations=("H2913",))
    (session,) = facts.sessions
    assert {after for _, after in session.people} == {AfterTraining.NOT_DUE}
    assert {award for award, _ in session.people} == {
        Outcome.WHOLE,
        Outcome.BLOCK,
        Outcome.NOT_DUE,
    }
    assert facts.last_jury_on == date(2021, 5, 30)
    assert facts.last_situation_on == date(2021, 11, 29)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {1, 2}),
        ({"occupations": ("K1304",)}, {2}),
        ({"domain": "230"}, {1}),
        ({"funder": "8"}, {2}),
        ({"fund": "pact"}, {1}),
        ({"plan": 1, "action": "18"}, set()),
    ],
)
def test_each_filter_keeps_its_euros(asked: dict[str, object], expected: set[int]) -> None:
    assert {each.session for each in read(**asked).sessions} == expected


def test_the_sessions_of_another_region_are_never_read() -> None:
    assert read(host=2) == EuroFacts()


def test_a_session_to_come_counts_who_is_admitted_who_waits_and_what_is_free() -> None:
    """Of four admitted one withdrew; one person was met and waits."""
    (coming,) = read(occupations=("H2913",)).coming
    assert (coming.session, coming.places, coming.admitted, coming.waiting, coming.free) == (3, 12, 3, 1, 8)
    assert coming.cents == 120_000


def test_whoever_sees_no_small_count_gets_no_people() -> None:
    facts = read(actor=Actor())
    assert {each.entered for each in facts.sessions} == {0}
    assert {seating for each in facts.sessions for seating in each.places} == {Seating.UNTOLD}
    assert [(each.admitted, each.waiting) for each in facts.coming] == [(0, 0)]


@pytest.mark.parametrize(
    ("part", "expected"),
    [("pilot", True), ("analyst", True), ("buyer", True), ("lead", False), ("state_reader", False), ("intruder", False),
     ("provider", False), ("visitor", False)],
)  # fmt: skip
def test_people_are_for_who_sees_small_counts_of_the_whole_pact(cast: Cast, part: str, expected: bool) -> None:
    assert sees_small_counts(cast[part].actor, cast.region.pk) is expected


def test_the_default_day_leaves_time_for_the_survey() -> None:
    assert euros_known_before(date(2020, 11, 24)) == date(2020, 3, 1)


# ------------------------------------------------------------------ the need


def series(code: str, values: dict[str, int], *, year: int = 2020) -> ZoneSeries:
    first, last = date(year, 1, 1), date(year, 12, 31)
    known = tuple(ZoneValue(split, first, last, value) for split, value in values.items())  # type: ignore[arg-type]
    fit = ZoneFit(ZoneFitKind.EXACT, "department", ("18",), 1, 1)
    return ZoneSeries(code, code, "projets", "needs", "", True, "BMO", "", "BMO 2020", "", fit, known)


def profile(*listed: ZoneSeries) -> ZoneProfile:
    return ZoneProfile("department", "18", "Cher", 287, DAY, listed)


def test_the_need_of_a_trade_is_read_in_its_split() -> None:
    projects = series("hiring_projects", {"rome:H2913": 70, "rome:K1304": 30})
    need = trade_need(profile(projects, series("hiring_projects_hard", {"rome:H2913": 58})), ["rome:H2913"])
    assert need is not None
    assert (need.projects, need.difficult, need.is_of_trade, need.source) == (70, 58, True, "BMO 2020")


def test_a_trade_that_the_series_does_not_split_by_is_said_to_be_of_all_trades() -> None:
    need = trade_need(profile(series("hiring_projects", {"fap_2021:A0X40": 40, "fap_2021:B": 2})), ["rome:H2913"])
    assert need is not None
    assert (need.projects, need.difficult, need.is_of_trade) == (42, None, False)


def test_difficult_projects_of_another_year_are_not_put_beside() -> None:
    need = trade_need(
        profile(series("hiring_projects", {"": 9}), series("hiring_projects_hard", {"": 5}, year=2019)), []
    )
    assert need is not None
    assert need.difficult is None


def test_without_a_series_there_is_no_need_to_tell() -> None:
    assert trade_need(profile(), []) is None
